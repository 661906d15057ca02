extension ModelTable {
    /// The compiled-in copy of `config/models.conf`, which a test writes from it.
    static let builtInText = #"""
        # What is known about models: how they count tokens, what they cost, what they take, and until when.
        #
        # ftctl has a copy of this file built in. To change or add single figures, write them into /etc/ftd/models.conf or
        # ~/.config/ftd/models.conf (the latter wins): what is not said there stays as it is here.
        #
        # Prices are US dollars for a million tokens; training counts each epoch. In brackets: the date of a figure and who said
        # so. Prices and dates change: compare them with the server's own pages before you rely on them.
        #
        # [model "name"] is a base model; models tuned from it have its figures. A name that ends in * stands for all names that
        # begin so, and fills in what the model's own section leaves open. Keys: alias encoding training training-hour input
        # cached-input output (once tuned) base-input base-output (as it is) example-limit image-tokens (of any image, and of a
        # tile of it) methods (supervised, dpo, reinforcement, or none) images tools (yes or no) tunable-since tunable-until
        # shutdown; of an embedding model: input dimensions storage-day (a GB of vectors and text kept for a day) storage-free
        # (so many GB cost nothing).

        [model "gpt-4o-mini-2024-07-18"]
        alias = gpt-4o-mini
        training = 3.00 (2025-07, a copy of OpenAI's pricing page)
        input = 0.30 (2025-07, a copy of OpenAI's pricing page)
        cached-input = 0.15 (2025-07, a copy of OpenAI's pricing page)
        output = 1.20 (2025-07, a copy of OpenAI's pricing page)
        base-input = 0.15 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        base-output = 0.60 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        example-limit = 65536 (2024-12, an older table in OpenAI's fine-tuning guide)
        shutdown = 2027-01-14 (2026-10-14, a copy of OpenAI's deprecations page)
        image-tokens = 2833 5667 (2026-11, OpenAI's vision guide)
        methods = supervised dpo (2026-11, OpenAI's guides, which say of dpo neither yes nor no here)
        tunable-until = 2027-01-06 (2026-05, OpenAI's deprecations page)

        [model "gpt-4o-2024-08-06"]
        alias = gpt-4o
        training = 25.00 (2025-07, a copy of OpenAI's pricing page)
        input = 3.75 (2025-07, a copy of OpenAI's pricing page)
        cached-input = 1.875 (2025-07, a copy of OpenAI's pricing page)
        output = 15.00 (2025-07, a copy of OpenAI's pricing page)
        base-input = 2.50 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        base-output = 10.00 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        example-limit = 65536 (2024-12, an older table in OpenAI's fine-tuning guide)
        shutdown = 2027-01-14 (2026-10-14, a copy of OpenAI's deprecations page)
        image-tokens = 85 170 (2026-11, OpenAI's vision guide)
        methods = supervised dpo (2026-11, an example in OpenAI's guide to preferences)
        images = yes (2024-12, OpenAI's older fine-tuning guide)
        tunable-until = 2027-01-06 (2026-05, OpenAI's deprecations page)

        [model "gpt-4.1-2025-04-14"]
        alias = gpt-4.1
        training = 25.00 (2025-07, a copy of OpenAI's pricing page)
        input = 3.00 (2025-07, a copy of OpenAI's pricing page)
        cached-input = 0.75 (2025-07, a copy of OpenAI's pricing page)
        output = 12.00 (2025-07, a copy of OpenAI's pricing page)
        base-input = 2.00 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        base-output = 8.00 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        shutdown = 2027-01-14 (2026-10-14, a copy of OpenAI's deprecations page)
        image-tokens = 85 170 (2026-11, OpenAI's vision guide)
        methods = supervised dpo (2026-11, OpenAI's guides to fine-tuning)
        tunable-until = 2027-01-06 (2026-05, OpenAI's deprecations page)

        [model "gpt-4.1-mini-2025-04-14"]
        alias = gpt-4.1-mini
        training = 5.00 (2025-07, a copy of OpenAI's pricing page)
        input = 0.80 (2025-07, a copy of OpenAI's pricing page)
        cached-input = 0.20 (2025-07, a copy of OpenAI's pricing page)
        output = 3.20 (2025-07, a copy of OpenAI's pricing page)
        base-input = 0.40 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        base-output = 1.60 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        shutdown = 2027-01-14 (2026-10-14, a copy of OpenAI's deprecations page)
        methods = supervised dpo (2026-11, OpenAI's guides to fine-tuning)
        tunable-until = 2027-01-06 (2026-05, OpenAI's deprecations page)

        [model "gpt-4.1-nano-2025-04-14"]
        alias = gpt-4.1-nano
        training = 1.50 (2025-07, a copy of OpenAI's pricing page)
        input = 0.20 (2025-07, a copy of OpenAI's pricing page)
        cached-input = 0.05 (2025-07, a copy of OpenAI's pricing page)
        output = 0.80 (2025-07, a copy of OpenAI's pricing page)
        base-input = 0.10 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        base-output = 0.40 (2026-03, OpenAI's pricing page as read by deploybase.ai)
        shutdown = 2026-10-23 (2026-10, OpenAI's deprecations page)
        methods = supervised dpo (2026-11, OpenAI's guides to fine-tuning)

        # Reinforcement: paid by the hour of the training loop.
        [model "o4-mini-2025-04-16"]
        alias = o4-mini
        training-hour = 100.00 (2025-07, a copy of OpenAI's pricing page)
        input = 4.00 (2025-07, a copy of OpenAI's pricing page)
        cached-input = 1.00 (2025-07, a copy of OpenAI's pricing page)
        output = 16.00 (2025-07, a copy of OpenAI's pricing page)
        shutdown = 2026-10-23 (2026-10, OpenAI's deprecations page)
        methods = reinforcement (2026-11, OpenAI's guides to fine-tuning)
        images = yes (2026-11, OpenAI's guides to fine-tuning)

        [model "gpt-3.5-turbo-0125"]
        alias = gpt-3.5-turbo
        training = 8.00 (2025-07, a copy of OpenAI's pricing page)
        input = 3.00 (2025-07, a copy of OpenAI's pricing page)
        output = 6.00 (2025-07, a copy of OpenAI's pricing page)
        example-limit = 16385 (2024-12, an older table in OpenAI's fine-tuning guide)
        shutdown = 2026-10-23 (2026-10, OpenAI's deprecations page)
        methods = supervised (2024-12, OpenAI's older fine-tuning guide)
        images = no (2024-12, OpenAI's older fine-tuning guide)

        [model "gpt-3.5-turbo-1106"]
        example-limit = 16385 (2024-12, an older table in OpenAI's fine-tuning guide)
        methods = supervised (2024-12, OpenAI's older fine-tuning guide)
        images = no (2024-12, OpenAI's older fine-tuning guide)

        [model "gpt-3.5-turbo-0613"]
        example-limit = 4096 (2024-12, an older table in OpenAI's fine-tuning guide)
        methods = supervised (2024-12, OpenAI's older fine-tuning guide)
        images = no (2024-12, OpenAI's older fine-tuning guide)

        [model "davinci-002"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)
        training = 6.00 (2025-07, a copy of OpenAI's pricing page)
        input = 12.00 (2025-07, a copy of OpenAI's pricing page)
        output = 12.00 (2025-07, a copy of OpenAI's pricing page)
        shutdown = 2026-10-23 (2026-10, OpenAI's deprecations page)
        methods = none (2024-10, OpenAI's deprecations page)
        images = no (2024-12, OpenAI's older fine-tuning guide)
        tools = no (2024-12, OpenAI's older fine-tuning guide)

        [model "babbage-002"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)
        training = 0.40 (2025-07, a copy of OpenAI's pricing page)
        input = 1.60 (2025-07, a copy of OpenAI's pricing page)
        output = 1.60 (2025-07, a copy of OpenAI's pricing page)
        shutdown = 2026-10-23 (2026-10, OpenAI's deprecations page)
        methods = none (2024-10, OpenAI's deprecations page)
        images = no (2024-12, OpenAI's older fine-tuning guide)
        tools = no (2024-12, OpenAI's older fine-tuning guide)

        # Embeddings.
        [model "text-embedding-3-small"]
        input = 0.02 (2026-07-03, OpenAI's model page as read by tokenprice.fyi)
        dimensions = 1536 (2026-11, LangChain's page on OpenAI embeddings)
        storage-day = 0.10 (2026-03-12, OpenAI's price of file search as read by modelcostwatch.com)
        storage-free = 1 (2026-03-12, OpenAI's price of file search as read by modelcostwatch.com)
        methods = none (2026-11, OpenAI's guides to fine-tuning)

        [model "text-embedding-3-large"]
        input = 0.13 (2026-05, OpenAI's pricing page as read by embeddingcost.com)
        dimensions = 3072 (2026-11, LangChain's page on OpenAI embeddings)
        storage-day = 0.10 (2026-03-12, OpenAI's price of file search as read by modelcostwatch.com)
        storage-free = 1 (2026-03-12, OpenAI's price of file search as read by modelcostwatch.com)
        methods = none (2026-11, OpenAI's guides to fine-tuning)

        [model "text-embedding-ada-002"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)
        input = 0.10 (2026-05, OpenAI's pricing page as read by embeddingcost.com)
        dimensions = 1536 (2026-11, LangChain's page on OpenAI embeddings)
        storage-day = 0.10 (2026-03-12, OpenAI's price of file search as read by modelcostwatch.com)
        storage-free = 1 (2026-03-12, OpenAI's price of file search as read by modelcostwatch.com)
        methods = none (2026-11, OpenAI's guides to fine-tuning)

        # Encodings of whole families.
        [model "gpt-4o"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-4o-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "chatgpt-4o-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-4.1"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-4.1-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-4.5-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-5*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "o1"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "o1-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "o3"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "o3-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "o4-mini"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "o4-mini-*"]
        encoding = o200k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-4"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-4-*"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-3.5"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-3.5-turbo*"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)

        [model "gpt-35-turbo*"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)

        [model "text-embedding-3-*"]
        encoding = cl100k_base (2026-11, tiktoken 0.14.0)

        """#
}
