/*
 * SPDX-License-Identifier: Apache-2.0
 *
 * Client of the script protocol on a socket (gale script --socket PATH), in C11 or C++17 and POSIX, without another
 * library: engine/docs/clients.md. Each connection has a machine of its own.
 *
 * Define _POSIX_C_SOURCE 200809L, or more, before the first header. One thread owns a struct gale_client. Calls wait
 * for the reply, and neither allocate nor print.
 */
#ifndef GALE_CLIENT_H
#define GALE_CLIENT_H

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* What a command came to. */
#define GALE_OK 0                                       /* done, or refused by the modelled kernel: gale_refusal() */
#define GALE_FAIL 1                                     /* the line is wrong and nothing happened: client.reason */
#define GALE_BROKEN 2                                   /* answered, and a promise broke: client.notice, .outcome */
#define GALE_LINE (-1)                                  /* nothing was sent: no single line, or too long a one */
#define GALE_LONG (-2)                                  /* done, but the reply is longer than its buffer and was cut */
#define GALE_LOST (-3)                                  /* the connection is over; errno says why, 0 at its end */
#define GALE_MALFORMED (-4)                             /* a reply that the protocol does not have: client.reason */

#define GALE_COMMAND_LIMIT 4096                         /* bytes of a command, its end included */
#define GALE_REPLY_LIMIT (16u << 20)                    /* bytes of a reply and its notices; more are malformed */
#define GALE_NOTICE_LIMIT 512                           /* bytes of a notice, its end included; a longer one is cut */
#define GALE_NOTICES_KEPT 8

/* What becomes of a notice that a promise broke. */
#define GALE_NOTICES_BREAK 0                            /* the call before whose reply it comes returns GALE_BROKEN */
#define GALE_NOTICES_KEEP 1                             /* the call returns what it came to; client.notices has it */
#define GALE_NOTICES_OFF 2                              /* the server is not asked for notices */

/* How to open. All zero is as gale_client_open() does. */
struct gale_options
{
    const char *keys;                                   /* of another machine than the default: "pes=2"; or NULL */
    int notices;                                        /* GALE_NOTICES_... */
    unsigned timeout_ms;                                /* of each command, then GALE_LOST, ETIMEDOUT; 0 for none */
};

/* A connection. */
struct gale_client
{
    int fd;                                             /* -1 without a connection */
    size_t begin;                                       /* of what is read and not taken */
    size_t end;
    char text[4096];
    int outcome;                                        /* of the last command, apart from GALE_BROKEN */
    char reason[256];                                   /* of GALE_FAIL and GALE_MALFORMED of the last command */
    char notice[GALE_NOTICE_LIMIT];                     /* first one of the last command, "P1 ..."; or empty */
    int notified;                                       /* 0 if nobody asked for notices, or the server has none */
    unsigned long notice_count;                         /* of all commands since the connection was opened */
    char notices[GALE_NOTICES_KEPT][GALE_NOTICE_LIMIT]; /* the first of these */
    struct gale_options options;
    uint64_t deadline_ms;                               /* of the present command */
    size_t budget;                                      /* bytes that its reply may still have */
};

/* The interrupt that is forwarded to a PE. */
struct gale_candidate
{
    char type[4];                                       /* "PPI", "LPI" or "SPI"; empty for no candidate */
    uint32_t id;
    uint32_t priority;
};

/* Signals of a PE, each 0 or 1. */
struct gale_signals
{
    int irq;
    int fiq;
    int virq;
    int vfiq;
};

static inline int gale_line(struct gale_client *client, char *reply, size_t size, const char *line);

/* Closes the connection, which ends its machine. A client that is closed can be opened again. */
static inline void gale_client_close(struct gale_client *client)
{
    if (client->fd >= 0)
    {
        close(client->fd);
        client->fd = -1;
    }
    client->begin = 0;
    client->end = 0;
}

/* Ends a connection that broke: the reply to come would be that of another command. Returns GALE_LOST with errno. */
static inline int gale_client_lost(struct gale_client *client, int reason)
{
    gale_client_close(client);
    errno = reason;
    return client->outcome = GALE_LOST;
}

/* Ends a connection to a server that does not speak the protocol. Returns GALE_MALFORMED. */
static inline int gale_client_lies(struct gale_client *client, const char *reason)
{
    gale_client_close(client);
    snprintf(client->reason, sizeof client->reason, "%s", reason);
    return client->outcome = GALE_MALFORMED;
}

/* Returns GALE_MALFORMED for a command that was done, and whose value is not of the command's form. */
static inline int gale_client_value(struct gale_client *client, int result, int is_value)
{
    if (client->outcome != GALE_OK || is_value || (result != GALE_OK && result != GALE_BROKEN))
    {
        return result;
    }
    snprintf(client->reason, sizeof client->reason, "the value of the reply is not of its command's form");
    return client->outcome = GALE_MALFORMED;
}

/* The same, for a command whose reply fits a buffer of ours. */
static inline int gale_client_short(struct gale_client *client, int result, int is_value)
{
    if (client->outcome == GALE_LONG)
    {
        client->outcome = GALE_OK;
        return gale_client_value(client, GALE_OK, 0);
    }
    return gale_client_value(client, result, is_value);
}

static inline uint64_t gale_client_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Waits until the socket may be read or written. Returns GALE_OK, or GALE_LOST at the deadline. */
static inline int gale_client_wait(struct gale_client *client, short events)
{
    while (client->options.timeout_ms != 0)
    {
        struct pollfd socket = { client->fd, events, 0 };
        uint64_t now = gale_client_now_ms();
        uint64_t left = now < client->deadline_ms ? client->deadline_ms - now : 0;
        int ready = poll(&socket, 1, left > 1000000 ? 1000000 : (int)left);
        if (ready > 0)
        {
            break;
        }
        if (ready == 0 && left == 0)
        {
            return gale_client_lost(client, ETIMEDOUT);
        }
        if (ready < 0 && errno != EINTR)
        {
            return gale_client_lost(client, errno);
        }
    }
    return GALE_OK;
}

/* Sends bytes. Returns GALE_OK, or GALE_LOST with errno, where the connection is left open. */
static inline int gale_client_send(struct gale_client *client, const char *bytes, size_t length)
{
    int flags = client->options.timeout_ms != 0 ? MSG_NOSIGNAL | MSG_DONTWAIT : MSG_NOSIGNAL;
    while (length > 0)
    {
        ssize_t sent = send(client->fd, bytes, length, flags);
        if (sent < 0 && client->options.timeout_ms != 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        {
            int result = gale_client_wait(client, POLLOUT);
            if (result != GALE_OK)
            {
                return result;
            }
        }
        else if (sent < 0 && errno != EINTR)
        {
            return GALE_LOST;
        }
        if (sent > 0)
        {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
    return GALE_OK;
}

/* Sends a line and its end, at once unless it is longer than a command may be. Returns as gale_client_send() does. */
static inline int gale_client_send_line(struct gale_client *client, const char *line, size_t length)
{
    char bytes[GALE_COMMAND_LIMIT];
    if (length >= sizeof bytes)
    {
        int result = gale_client_send(client, line, length);
        return result == GALE_OK ? gale_client_send(client, "\n", 1) : result;
    }
    memcpy(bytes, line, length);
    bytes[length] = '\n';
    return gale_client_send(client, bytes, length + 1);
}

/* Reads until there is a byte to take. Returns GALE_OK or GALE_LOST. */
static inline int gale_client_fill(struct gale_client *client)
{
    while (client->begin == client->end)
    {
        int result = gale_client_wait(client, POLLIN);
        if (result != GALE_OK)
        {
            return result;
        }
        ssize_t count = recv(client->fd, client->text, sizeof client->text, 0);
        if (count == 0 || (count < 0 && errno != EINTR))
        {
            return gale_client_lost(client, count == 0 ? 0 : errno);
        }
        client->begin = 0;
        client->end = count < 0 ? 0 : (size_t)count;
    }
    return GALE_OK;
}

/* Reads a line without its end, within the budget. Returns GALE_OK, GALE_LONG, GALE_LOST or GALE_MALFORMED. */
static inline int gale_client_take(struct gale_client *client, char *line, size_t size)
{
    size_t length = 0;
    int result = GALE_OK;
    for (;;)
    {
        int filled = gale_client_fill(client);
        line[length] = '\0';
        if (filled != GALE_OK)
        {
            return filled;
        }
        char byte = client->text[client->begin++];
        if (client->budget-- == 0)
        {
            return gale_client_lies(client, "a reply of more than 16 MiB");
        }
        if (byte == '\n')
        {
            return result;
        }
        if (byte < ' ' || byte > '~')
        {
            return gale_client_lies(client, "a reply with bytes that are not printable ASCII");
        }
        if (length + 1 < size)
        {
            line[length++] = byte;
        }
        else
        {
            result = GALE_LONG;
        }
    }
}

/* Reads a line without its end. Returns GALE_OK, GALE_LONG, GALE_LOST or GALE_MALFORMED. */
static inline int gale_client_receive(struct gale_client *client, char *line, size_t size)
{
    client->budget = GALE_REPLY_LIMIT;
    return gale_client_take(client, line, size);
}

/* Returns whether each line of what is read and not taken begins as a notice does. */
static inline int gale_client_has_only_notices(const struct gale_client *client)
{
    for (size_t i = client->begin; i < client->end; i++)
    {
        if ((i == client->begin || client->text[i - 1] == '\n') && client->text[i] != '!')
        {
            return 0;
        }
    }
    return 1;
}

/* Reads what came before a command: notices may, a reply may not. Returns GALE_OK, GALE_LOST or GALE_MALFORMED. */
static inline int gale_client_refuse_strays(struct gale_client *client)
{
    if (client->begin == client->end)
    {
        ssize_t count = recv(client->fd, client->text, sizeof client->text, MSG_DONTWAIT);
        if (count < 0)
        {
            int is_empty = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
            return is_empty ? GALE_OK : gale_client_lost(client, errno);
        }
        if (count == 0)
        {
            return gale_client_lost(client, 0);
        }
        client->begin = 0;
        client->end = (size_t)count;
    }
    if (client->end - client->begin > 5 && memcmp(client->text + client->begin, "FAIL ", 5) == 0)
    {
        gale_client_receive(client, client->reason, sizeof client->reason);     /* too many sessions */
        return gale_client_lost(client, 0);
    }
    return gale_client_has_only_notices(client) ? GALE_OK : gale_client_lies(client, "a reply before its command");
}

/* Reads a notice; mask has the promises of those before. Returns GALE_OK, GALE_LOST or GALE_MALFORMED. */
static inline int gale_client_take_notice(struct gale_client *client, uint64_t mask[2])
{
    char line[GALE_NOTICE_LIMIT + 2];
    int result = gale_client_take(client, line, sizeof line);
    if (result != GALE_OK && result != GALE_LONG)
    {
        return result;
    }
    const char *notice = line + 2;
    unsigned promise = 0;
    size_t digits = 0;
    if (strncmp(line, "! P", 3) == 0 && line[3] != '0')
    {
        for (; digits < 2 && line[3 + digits] >= '0' && line[3 + digits] <= '9'; digits++)
        {
            promise = promise * 10 + (unsigned)(line[3 + digits] - '0');
        }
    }
    if (digits == 0 || line[3 + digits] != ' ' || line[4 + digits] == ' ' || line[4 + digits] == '\0')
    {
        return gale_client_lies(client, "a line with ! that is no notice");
    }
    if (mask[promise / 64] >> promise % 64 & 1)
    {
        return gale_client_lies(client, "two notices of a promise before a reply");
    }
    mask[promise / 64] |= UINT64_C(1) << promise % 64;
    if (client->notice_count < GALE_NOTICES_KEPT)
    {
        memcpy(client->notices[client->notice_count], notice, strlen(notice) + 1);
    }
    client->notice_count++;
    if (client->notice[0] == '\0')
    {
        memcpy(client->notice, notice, strlen(notice) + 1);
    }
    return GALE_OK;
}

/* Connects to the socket, or without a path to that of GALE_SOCKET, by options or by NULL; sets all of the client. Returns GALE_OK or GALE_LOST with errno, as
 * gale_client_open() does, also GALE_FAIL for keys that are refused, or GALE_MALFORMED; then client.reason says why. */
static inline int gale_client_open_with(struct gale_client *client, const char *path,
    const struct gale_options *options)
{
    struct sockaddr_un address;
    char reply[256];
    char line[GALE_COMMAND_LIMIT];
    memset(&address, 0, sizeof address);
    memset(client, 0, sizeof *client);
    client->fd = -1;
    if (options != NULL)
    {
        client->options = *options;
    }
    if (path == NULL)
    {
        path = getenv("GALE_SOCKET");                   /* as gale hunt sets it */
    }
    if (path == NULL || *path == '\0')
    {
        errno = ENOENT;
        return GALE_LOST;
    }
    if (strlen(path) >= sizeof address.sun_path)
    {
        errno = ENAMETOOLONG;
        return GALE_LOST;
    }
    address.sun_family = AF_UNIX;
    strcpy(address.sun_path, path);
    client->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (client->fd < 0)
    {
        return GALE_LOST;
    }
    if (connect(client->fd, (const struct sockaddr *)&address, sizeof address) != 0)
    {
        return gale_client_lost(client, errno);
    }
    int result = GALE_OK;
    if (client->options.notices != GALE_NOTICES_OFF)
    {
        result = gale_line(client, reply, sizeof reply, "notices on");
        result = gale_client_short(client, result, reply[0] == '\0');
        client->notified = result == GALE_OK;
        if (result == GALE_FAIL)                        /* an older server, or one with enough sessions, which closes */
        {
            struct pollfd socket = { client->fd, POLLIN, 0 };
            result = poll(&socket, 1, strstr(reply, "notices") != NULL ? 0 : 1000) > 0 ?
                gale_client_lost(client, 0) : GALE_OK;
        }
    }
    if (result == GALE_OK && client->options.keys != NULL)
    {
        int length = snprintf(line, sizeof line, "machine %s", client->options.keys);
        if (length < 0 || (size_t)length >= sizeof line)
        {
            result = GALE_LINE;
        }
        else
        {
            result = gale_line(client, reply, sizeof reply, line);
            result = gale_client_short(client, result, reply[0] == '\0');
        }
    }
    if (result != GALE_OK)
    {
        int reason = errno;
        gale_client_close(client);
        errno = reason;
    }
    return result;
}

/* Connects to a machine with the default keys; a path of NULL is that of GALE_SOCKET. Returns GALE_OK, or GALE_LOST with errno. */
static inline int gale_client_open(struct gale_client *client, const char *path)
{
    return gale_client_open_with(client, path, NULL);
}

/*
 * Sends a line as it stands and waits for its reply. What follows OK or FAIL is in reply, without the space before it.
 * Returns GALE_OK, GALE_FAIL, GALE_BROKEN, GALE_LINE, GALE_LONG, GALE_LOST or GALE_MALFORMED; size has to be 8 or more.
 * With GALE_BROKEN reply is filled, too, and client.outcome has the outcome of the command: OK, FAIL or LONG.
 */
static inline int gale_line(struct gale_client *client, char *reply, size_t size, const char *line)
{
    uint64_t mask[2] = { 0, 0 };
    reply[0] = '\0';
    client->reason[0] = '\0';
    client->notice[0] = '\0';
    client->outcome = GALE_LINE;
    const char *first = line + strspn(line, " \t\r");
    if (size < 8 || *first == '\0' || *first == '#' || strchr(line, '\n') != NULL)
    {
        return GALE_LINE;                               /* such a line has no reply, or several */
    }
    if (client->fd < 0)
    {
        return gale_client_lost(client, ENOTCONN);
    }
    client->budget = GALE_REPLY_LIMIT;
    client->deadline_ms = client->options.timeout_ms == 0 ? 0 : gale_client_now_ms() + client->options.timeout_ms;
    int result = gale_client_refuse_strays(client);
    if (result != GALE_OK)
    {
        return result;
    }
    result = gale_client_send_line(client, line, strlen(line));
    if (result == GALE_LOST)
    {
        int reason = errno;
        if (client->fd >= 0 && gale_client_refuse_strays(client) == GALE_MALFORMED) /* what it said before it closed */
        {
            return GALE_MALFORMED;
        }
        return gale_client_lost(client, reason);
    }
    for (;;)
    {
        result = gale_client_fill(client);
        if (result != GALE_OK)
        {
            return result;
        }
        if (client->text[client->begin] != '!')
        {
            break;
        }
        result = gale_client_take_notice(client, mask);
        if (result != GALE_OK)
        {
            return result;
        }
    }
    result = gale_client_take(client, reply, size);
    if (result != GALE_OK && result != GALE_LONG)
    {
        reply[0] = '\0';
        return result;
    }
    int fails = strncmp(reply, "FAIL", 4) == 0;
    size_t head = fails ? 4 : 2;
    if ((!fails && strncmp(reply, "OK", 2) != 0) || (reply[head] != '\0' && reply[head] != ' ') ||
        (!fails && reply[head] == ' ' && (reply[head + 1] == '\0' || reply[head + 1] == ' ')))
    {
        reply[0] = '\0';
        return gale_client_lies(client, "neither OK nor FAIL nor a notice");
    }
    if (!gale_client_has_only_notices(client))
    {
        reply[0] = '\0';
        return gale_client_lies(client, "more than one reply");
    }
    head += reply[head] == ' ';
    memmove(reply, reply + head, strlen(reply + head) + 1);
    if (fails)
    {
        snprintf(client->reason, sizeof client->reason, "%.*s", (int)sizeof client->reason - 1, reply);
    }
    client->outcome = fails ? GALE_FAIL : result;
    return client->notice[0] != '\0' && client->options.notices != GALE_NOTICES_KEEP ? GALE_BROKEN : client->outcome;
}

/* Makes a line by a format of printf. Returns whether it fits; else the outcome is GALE_LINE. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 0)))
#endif
static inline int gale_client_print(
    struct gale_client *client, char line[GALE_COMMAND_LIMIT], const char *format, va_list words)
{
    int length = vsnprintf(line, GALE_COMMAND_LIMIT, format, words);
    int is_whole = length >= 0 && length < GALE_COMMAND_LIMIT;
    if (!is_whole)
    {
        client->outcome = GALE_LINE;
    }
    return is_whole;
}

/* Sends a line that a format of printf makes, as gale_line() does. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
static inline int gale_command(struct gale_client *client, char *reply, size_t size, const char *format, ...)
{
    char line[GALE_COMMAND_LIMIT];
    va_list words;
    va_start(words, format);
    int is_whole = gale_client_print(client, line, format, words);
    va_end(words);
    if (!is_whole)
    {
        reply[0] = '\0';
        return GALE_LINE;
    }
    return gale_line(client, reply, size, line);
}

/* Sends a line whose reply is OK alone. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static inline int gale_do(struct gale_client *client, const char *format, ...)
{
    char line[GALE_COMMAND_LIMIT];
    char reply[256];
    va_list words;
    va_start(words, format);
    int is_whole = gale_client_print(client, line, format, words);
    va_end(words);
    if (!is_whole)
    {
        return GALE_LINE;
    }
    int result = gale_line(client, reply, sizeof reply, line);
    return gale_client_short(client, result, reply[0] == '\0');
}

/* Returns the name of the error that a modelled kernel answers to kvm and v4 verbs, such as "EINVAL"; else NULL. */
static inline const char *gale_refusal(const char *reply)
{
    return reply[0] == '-' && reply[1] == 'E' ? reply + 1 : NULL;
}

/* Reads a number of the protocol, decimal or 0x..., of so many bits, up to the end of a text. Returns whether it is. */
static inline int gale_client_parse(const char *text, unsigned bits, uint64_t *value)
{
    unsigned base = text[0] == '0' && text[1] == 'x' ? 16 : 10;
    size_t length = strlen(text);
    uint64_t number = 0;
    if (length > 20 || length <= (base == 16 ? 2 : 0))
    {
        return 0;
    }
    for (const char *digit = text + (base == 16 ? 2 : 0); *digit != '\0'; digit++)
    {
        unsigned of_digit = *digit >= '0' && *digit <= '9' ? (unsigned)(*digit - '0') :
            *digit >= 'a' && *digit <= 'f' ? (unsigned)(*digit - 'a') + 10 :
            *digit >= 'A' && *digit <= 'F' ? (unsigned)(*digit - 'A') + 10 : 16;
        if (of_digit >= base || number > (UINT64_MAX - of_digit) / base)
        {
            return 0;
        }
        number = number * base + of_digit;
    }
    if (bits < 64 && number >> bits != 0)
    {
        return 0;
    }
    *value = number;
    return 1;
}

/* Sends a line whose reply is a number of so many bits, 64 or fewer. */
static inline int gale_client_word(struct gale_client *client, unsigned bits, uint64_t *value, const char *line)
{
    char reply[256];
    uint64_t number = 0;
    int result = gale_line(client, reply, sizeof reply, line);
    result = gale_client_short(client, result, gale_client_parse(reply, bits, &number));
    if (client->outcome == GALE_OK)
    {
        *value = number;
    }
    return result;
}

/* The same, with a line that a format of printf makes. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
static inline int gale_client_load(struct gale_client *client, unsigned bits, uint64_t *value, const char *format, ...)
{
    char line[GALE_COMMAND_LIMIT];
    va_list words;
    va_start(words, format);
    int is_whole = gale_client_print(client, line, format, words);
    va_end(words);
    if (!is_whole)
    {
        return GALE_LINE;
    }
    return gale_client_word(client, bits, value, line);
}

/* Sends a line, and reads the number that is its reply. Returns what gale_line() does; GALE_MALFORMED for no number. */
static inline int gale_number(struct gale_client *client, uint64_t *value, const char *line)
{
    return gale_client_word(client, 64, value, line);
}

/* Loads from RAM or a register frame; size is 1, 2, 4 or 8 bytes. */
static inline int gale_read(struct gale_client *client, unsigned size, uint64_t address, uint64_t *value)
{
    char letter = size == 1 ? 'b' : size == 2 ? 'w' : size == 4 ? 'l' : 'q';
    return gale_client_load(client, letter == 'q' ? 64 : 8 * size, value, "read%c 0x%llx", letter,
        (unsigned long long)address);
}

/* Stores to RAM or a register frame; size is 1, 2, 4 or 8 bytes. */
static inline int gale_write(struct gale_client *client, unsigned size, uint64_t address, uint64_t value)
{
    char letter = size == 1 ? 'b' : size == 2 ? 'w' : size == 4 ? 'l' : 'q';
    return gale_do(client, "write%c 0x%llx 0x%llx", letter, (unsigned long long)address, (unsigned long long)value);
}

/* Sets bytes of RAM, at most 1 MiB. */
static inline int gale_memset(struct gale_client *client, uint64_t address, size_t size, uint8_t byte)
{
    return gale_do(client, "memset 0x%llx %lu 0x%x", (unsigned long long)address, (unsigned long)size, byte);
}

#define GALE_BLOCK_STEP 1020                            /* bytes of RAM in a command; a multiple of 3 */

/* Returns the digits of hex or base64. */
static inline const char *gale_client_digits(int is_hex)
{
    return is_hex ? "0123456789abcdef" : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

/* Returns the value of a digit in hex or base64; 64 if it is none. */
static inline unsigned gale_client_digit(char digit, int is_hex)
{
    const char *digits = gale_client_digits(is_hex);
    char small = is_hex && digit >= 'A' && digit <= 'F' ? (char)(digit - 'A' + 'a') : digit;
    const char *found = small == '\0' ? NULL : strchr(digits, small);
    return found == NULL ? 64 : (unsigned)(found - digits);
}

/* Reads bytes of a text in hex or base64. Returns whether it holds exactly so many. */
static inline int gale_client_decode(const char *text, int is_hex, uint8_t *bytes, size_t size)
{
    size_t width = is_hex ? 4 : 6;
    size_t length = is_hex ? 2 * size : (size + 2) / 3 * 4;
    size_t digits = (8 * size + width - 1) / width;
    unsigned held = 0;
    size_t held_bits = 0;
    size_t count = 0;
    if (strlen(text) != length)
    {
        return 0;
    }
    for (size_t i = 0; i < length; i++)
    {
        if (i >= digits)
        {
            if (text[i] != '=')
            {
                return 0;
            }
            continue;
        }
        unsigned digit = gale_client_digit(text[i], is_hex);
        if (digit == 64)
        {
            return 0;
        }
        held = held << width | digit;
        held_bits += width;
        if (held_bits >= 8)
        {
            held_bits -= 8;
            bytes[count++] = (uint8_t)(held >> held_bits);
            held &= (1u << held_bits) - 1;
        }
    }
    return held == 0;                                   /* bits of no byte */
}

/* Writes bytes as a text in hex or base64. */
static inline void gale_client_encode(char *text, int is_hex, const uint8_t *bytes, size_t size)
{
    const char *digits = gale_client_digits(is_hex);
    size_t group = is_hex ? 1 : 3;
    size_t width = is_hex ? 4 : 6;
    for (size_t i = 0; i < size; i += group)
    {
        unsigned held = 0;
        for (size_t j = 0; j < group; j++)
        {
            held = held << 8 | (i + j < size ? bytes[i + j] : 0u);
        }
        for (size_t bits = 8 * group; bits > 0; bits -= width)
        {
            int is_filled = (8 * group - bits) < 8 * (size - i);
            *text++ = is_filled ? digits[held >> (bits - width) & ((1u << width) - 1)] : '=';
        }
    }
    *text = '\0';
}

/* Loads or stores a block of RAM by commands of up to 1,020 bytes each. The first one that fails ends it. */
static inline int gale_client_block(struct gale_client *client, uint64_t address, uint8_t *loaded,
    const uint8_t *stored, size_t size, int is_hex)
{
    char line[GALE_COMMAND_LIMIT];
    char reply[GALE_COMMAND_LIMIT];
    char notice[GALE_NOTICE_LIMIT] = "";
    int result = GALE_OK;
    for (size_t done = 0; done < size && (result == GALE_OK || result == GALE_BROKEN);)
    {
        size_t step = size - done < GALE_BLOCK_STEP ? size - done : GALE_BLOCK_STEP;
        int head = snprintf(line, sizeof line, "%s%s 0x%llx %lu%s", is_hex ? "" : "b64", loaded ? "read" : "write",
            (unsigned long long)(address + done), (unsigned long)step, loaded ? "" : is_hex ? " 0x" : " ");
        if (!loaded)
        {
            gale_client_encode(line + head, is_hex, stored + done, step);
        }
        int came_to = gale_line(client, reply, sizeof reply, line);
        const char *text = is_hex && strncmp(reply, "0x", 2) == 0 ? reply + 2 : is_hex ? "" : reply;
        came_to = gale_client_short(client, came_to, client->outcome == GALE_OK &&
            (loaded ? gale_client_decode(text, is_hex, loaded + done, step) : reply[0] == '\0'));
        if (came_to == GALE_BROKEN && notice[0] == '\0')
        {
            memcpy(notice, client->notice, sizeof notice);
        }
        result = client->outcome != GALE_OK || came_to == GALE_BROKEN ? came_to : result;
        if (client->outcome != GALE_OK)
        {
            break;
        }
        done += step;
    }
    if (notice[0] != '\0')
    {
        memcpy(client->notice, notice, sizeof notice);
        result = client->outcome == GALE_FAIL ? GALE_BROKEN : result;
    }
    return result;
}

/* Loads a block of RAM. Its commands carry up to 1,020 bytes each. */
static inline int gale_read_block(struct gale_client *client, uint64_t address, void *bytes, size_t size)
{
    return gale_client_block(client, address, (uint8_t *)bytes, NULL, size, 1);
}

/* Stores a block of RAM, as gale_read_block() loads one. */
static inline int gale_write_block(struct gale_client *client, uint64_t address, const void *bytes, size_t size)
{
    return gale_client_block(client, address, NULL, (const uint8_t *)bytes, size, 1);
}

/* Loads a block of RAM as gale_read_block() does; it crosses the socket in base64. */
static inline int gale_b64read(struct gale_client *client, uint64_t address, void *bytes, size_t size)
{
    return gale_client_block(client, address, (uint8_t *)bytes, NULL, size, 0);
}

/* Stores a block of RAM as gale_write_block() does; it crosses the socket in base64. */
static inline int gale_b64write(struct gale_client *client, uint64_t address, const void *bytes, size_t size)
{
    return gale_client_block(client, address, NULL, (const uint8_t *)bytes, size, 0);
}

/* Executes a GIC instruction of a PE without a result; level is "el1", "el2" or "vel1". */
static inline int gale_insn(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t operand)
{
    return gale_do(client, "insn %u %s %s 0x%llx", pe, level, name, (unsigned long long)operand);
}

/* Acknowledges by CDIA, or CDNMIA: the destination register is in value. */
static inline int gale_acknowledge(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t *value)
{
    return gale_client_load(client, 64, value, "insn %u %s %s", pe, level, name);
}

/* Reads a system register. */
static inline int gale_sysr(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t *value)
{
    return gale_client_load(client, 64, value, "sysr %u %s %s", pe, level, name);
}

/* Writes a system register. */
static inline int gale_sysw(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t value)
{
    return gale_do(client, "sysw %u %s %s 0x%llx", pe, level, name, (unsigned long long)value);
}

/* Drives the wire of a PPI of a PE. */
static inline int gale_ppi(struct gale_client *client, unsigned pe, unsigned id, int level)
{
    return gale_do(client, "ppi %u %u %d", pe, id, level != 0);
}

/* Drives the wire of an SPI. */
static inline int gale_spi(struct gale_client *client, unsigned id, int level)
{
    return gale_do(client, "spi %u %d", id, level != 0);
}

/* Drives a wire of an interrupt wire bridge. */
static inline int gale_wire(struct gale_client *client, unsigned iwb, unsigned wire, int level)
{
    return gale_do(client, "wire %u %u %d", iwb, wire, level != 0);
}

/* Sends an MSI of a device to an ITS. */
static inline int gale_msi(struct gale_client *client, unsigned its, uint32_t device, uint32_t event)
{
    return gale_do(client, "msi %u %lu %lu", its, (unsigned long)device, (unsigned long)event);
}

/* Advances the clock. */
static inline int gale_clock_step(struct gale_client *client, uint64_t ns)
{
    return gale_do(client, "clock_step %llu", (unsigned long long)ns);
}

/* Reads the candidate that a verb of hppi names, such as "vhppi". */
static inline int gale_client_candidate(struct gale_client *client, const char *verb, unsigned pe,
    struct gale_candidate *candidate)
{
    char reply[256];
    char *word[3] = { NULL, NULL, NULL };
    uint64_t id = 0;
    uint64_t priority = 0;
    int result = gale_command(client, reply, sizeof reply, "%s %u", verb, pe);
    int is_none = strcmp(reply, "none") == 0;
    size_t count = 0;
    for (char *next = reply; next != NULL && count < 3; count++)
    {
        word[count] = next;
        next = count < 2 ? strchr(next, ' ') : NULL;
        if (next != NULL)
        {
            *next++ = '\0';
        }
    }
    int is_value = is_none || (count == 3 &&
        (strcmp(word[0], "PPI") == 0 || strcmp(word[0], "LPI") == 0 || strcmp(word[0], "SPI") == 0) &&
        strncmp(word[1], "0x", 2) != 0 && strlen(word[1]) <= 8 && gale_client_parse(word[1], 24, &id) &&
        strncmp(word[2], "0x", 2) != 0 && strlen(word[2]) <= 2 && gale_client_parse(word[2], 5, &priority));
    result = gale_client_short(client, result, is_value);
    if (client->outcome == GALE_OK)
    {
        memcpy(candidate->type, is_none ? "" : word[0], is_none ? 1 : 4);
        candidate->id = (uint32_t)id;
        candidate->priority = (uint32_t)priority;
    }
    return result;
}

/* Reads the candidate of a PE's physical domain, an LPI or an SPI. */
static inline int gale_hppi(struct gale_client *client, unsigned pe, struct gale_candidate *candidate)
{
    return gale_client_candidate(client, "hppi", pe, candidate);
}

/* Reads the candidate of the VPE that is resident on a PE. */
static inline int gale_vhppi(struct gale_client *client, unsigned pe, struct gale_candidate *candidate)
{
    return gale_client_candidate(client, "vhppi", pe, candidate);
}

/* Reads the best physical PPI of a PE. */
static inline int gale_ppihppi(struct gale_client *client, unsigned pe, struct gale_candidate *candidate)
{
    return gale_client_candidate(client, "ppihppi", pe, candidate);
}

/* Reads the best virtual PPI of a PE. */
static inline int gale_vppihppi(struct gale_client *client, unsigned pe, struct gale_candidate *candidate)
{
    return gale_client_candidate(client, "vppihppi", pe, candidate);
}

/* Reads the signals of a PE. */
static inline int gale_signal(struct gale_client *client, unsigned pe, struct gale_signals *signals)
{
    static const char form[] = "irq=? fiq=? virq=? vfiq=?";
    char reply[256];
    int levels[4] = { 0, 0, 0, 0 };
    size_t count = 0;
    int result = gale_command(client, reply, sizeof reply, "signal %u", pe);
    int is_value = strlen(reply) == sizeof form - 1;
    for (size_t i = 0; is_value && i < sizeof form - 1; i++)
    {
        is_value = form[i] == '?' ? reply[i] == '0' || reply[i] == '1' : reply[i] == form[i];
        if (form[i] == '?')
        {
            levels[count++] = reply[i] == '1';
        }
    }
    result = gale_client_short(client, result, is_value);
    if (client->outcome == GALE_OK)
    {
        signals->irq = levels[0];
        signals->fiq = levels[1];
        signals->virq = levels[2];
        signals->vfiq = levels[3];
    }
    return result;
}

/* Reads the digest of all architectural state. */
static inline int gale_digest(struct gale_client *client, uint64_t *value)
{
    return gale_number(client, value, "digest");
}

/* Returns whether a text is one JSON object as far as its strings and brackets tell, at most 64 deep. */
static inline int gale_client_is_json(const char *text)
{
    uint64_t braces = 0;                                /* a bit for each open bracket, the last one lowest: 1 for { */
    unsigned depth = 0;
    if (text[0] != '{')
    {
        return 0;
    }
    for (; *text != '\0'; text++)
    {
        if (*text == '"')
        {
            for (text++; *text != '"'; text++)
            {
                text += *text == '\\';
                if (*text == '\0')
                {
                    return 0;
                }
            }
        }
        else if (*text == '{' || *text == '[')
        {
            if (depth++ == 64)
            {
                return 0;
            }
            braces = braces << 1 | (*text == '{');
        }
        else if (*text == '}' || *text == ']')
        {
            if ((braces & 1) != (*text == '}'))
            {
                return 0;
            }
            braces >>= 1;
            if (--depth == 0)
            {
                return text[1] == '\0';
            }
        }
    }
    return 0;
}

/* Checks a reply that is JSON, which stays a text: GALE_LONG where it was cut. */
static inline int gale_client_json(struct gale_client *client, const char *reply, int result)
{
    return gale_client_value(client, result, gale_client_is_json(reply));
}

/* Reads accounts and counters as JSON. */
static inline int gale_stats(struct gale_client *client, char *reply, size_t size)
{
    return gale_client_json(client, reply, gale_line(client, reply, size, "stats"));
}

/* Reads a view of the machine as JSON: "topology", "regs --pe 0". */
static inline int gale_inspect(struct gale_client *client, char *reply, size_t size, const char *view)
{
    return gale_client_json(client, reply, gale_command(client, reply, size, "inspect %s", view));
}

/* Asks why an interrupt is where it is: "spi7", "msi 1 5". The answer is JSON, whose lines say it. */
static inline int gale_explain(struct gale_client *client, char *reply, size_t size, const char *field)
{
    return gale_client_json(client, reply, gale_command(client, reply, size, "explain %s", field));
}

#endif
