// Takes its place in the house with its first type.
