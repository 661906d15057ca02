#pragma once
#include <curl/curl.h>
#include <dlfcn.h>

// libcurl brings some thirty libraries along, more than a program without a request should load at its start: so no program
// is linked to it. What is used of it is looked up in the opened library, by the types that its header declares.
#define CCURL_FUNCTIONS(each) \
    each(curl_easy_cleanup) \
    each(curl_easy_getinfo) \
    each(curl_easy_init) \
    each(curl_easy_perform) \
    each(curl_easy_reset) \
    each(curl_easy_setopt) \
    each(curl_free) \
    each(curl_getdate) \
    each(curl_global_init) \
    each(curl_mime_addpart) \
    each(curl_mime_data) \
    each(curl_mime_data_cb) \
    each(curl_mime_filename) \
    each(curl_mime_free) \
    each(curl_mime_init) \
    each(curl_mime_name) \
    each(curl_mime_type) \
    each(curl_slist_append) \
    each(curl_slist_free_all) \
    each(curl_url) \
    each(curl_url_cleanup) \
    each(curl_url_get) \
    each(curl_url_set) \
    each(curl_url_strerror)

#define CCURL_FIELD(name) __typeof__(name) *name;

/// What is used of libcurl.
struct __attribute__((swift_attr("@Sendable"))) ccurl_library {
    CCURL_FUNCTIONS(CCURL_FIELD)
};

#undef CCURL_FIELD

/// Opens libcurl for as long as the process lives; NULL, or what the system says is missing.
static inline const char *ccurl_open(struct ccurl_library *library, const char *file) {
    void *handle = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) return dlerror();
#define CCURL_LOOK_UP(name) \
    library->name = (__typeof__(name) *)dlsym(handle, #name); \
    if (!library->name) return dlerror();
    CCURL_FUNCTIONS(CCURL_LOOK_UP)
#undef CCURL_LOOK_UP
    return NULL;
}

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one wrapper for each type of argument.

static inline CURLcode ccurl_set_long(struct ccurl_library curl, CURL *handle, CURLoption option, long value) {
    return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_offset(struct ccurl_library curl, CURL *handle, CURLoption option, curl_off_t value) {
    return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_text(struct ccurl_library curl, CURL *handle, CURLoption option, const char *value) {
    return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(struct ccurl_library curl, CURL *handle, CURLoption option, void *value) {
    return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_receiver(struct ccurl_library curl, CURL *handle, CURLoption option, curl_write_callback callback) {
    return (curl.curl_easy_setopt)(handle, option, callback);
}

static inline CURLcode ccurl_set_progress(struct ccurl_library curl, CURL *handle, curl_xferinfo_callback callback) {
    return (curl.curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

static inline CURLcode ccurl_set_socket_setup(struct ccurl_library curl, CURL *handle, curl_sockopt_callback callback) {
    return (curl.curl_easy_setopt)(handle, CURLOPT_SOCKOPTFUNCTION, callback);
}

static inline CURLcode ccurl_set_socket_opener(struct ccurl_library curl, CURL *handle, curl_opensocket_callback callback) {
    return (curl.curl_easy_setopt)(handle, CURLOPT_OPENSOCKETFUNCTION, callback);
}

static inline CURLcode ccurl_get_long(struct ccurl_library curl, CURL *handle, CURLINFO info, long *value) {
    return (curl.curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_offset(struct ccurl_library curl, CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl.curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_text(struct ccurl_library curl, CURL *handle, CURLINFO info, char **value) {
    return (curl.curl_easy_getinfo)(handle, info, value);
}
