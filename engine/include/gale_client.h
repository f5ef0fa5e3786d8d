/*
 * SPDX-License-Identifier: Apache-2.0
 *
 * Client of the script protocol on a socket (gale script --socket PATH), in C11 or C++17 and POSIX, without another
 * library: engine/docs/clients.md. Each connection has a machine of its own.
 *
 * Define _POSIX_C_SOURCE 200809L, or more, before the first header. One thread owns a struct gale_client. Calls wait for
 * the reply, and neither allocate nor print.
 */
#ifndef GALE_CLIENT_H
#define GALE_CLIENT_H

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* What a command came to. */
#define GALE_OK 0                                       /* done, or refused by the modelled kernel: gale_refusal() */
#define GALE_FAIL 1                                     /* the line is wrong and nothing happened; the reply says why */
#define GALE_LINE (-1)                                  /* nothing was sent: no single line, or too long a one */
#define GALE_LONG (-2)                                  /* done, but the reply is longer than its buffer and was cut */
#define GALE_LOST (-3)                                  /* the connection is over; errno says why, 0 at its end */

#define GALE_COMMAND_LIMIT 4096                         /* bytes of a command, its end included */

/* A connection. */
struct gale_client
{
    int fd;                                             /* -1 without a connection */
    size_t begin;                                       /* of what is read and not taken */
    size_t end;
    char text[4096];
};

/* Connects to the socket. Returns GALE_OK, or GALE_LOST with errno. */
static inline int gale_client_open(struct gale_client *client, const char *path)
{
    struct sockaddr_un address;
    memset(&address, 0, sizeof address);
    client->fd = -1;
    client->begin = 0;
    client->end = 0;
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
        int reason = errno;
        close(client->fd);
        client->fd = -1;
        errno = reason;
        return GALE_LOST;
    }
    return GALE_OK;
}

/* Closes the connection, which ends its machine. A client that is closed can be opened again. */
static inline void gale_client_close(struct gale_client *client)
{
    if (client->fd >= 0)
    {
        close(client->fd);
        client->fd = -1;
    }
}

/* Sends bytes. Returns GALE_OK or GALE_LOST. */
static inline int gale_client_send(struct gale_client *client, const char *bytes, size_t length)
{
    while (length > 0)
    {
        ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
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

/* Reads a line without its end. Returns GALE_OK, GALE_LONG or GALE_LOST. */
static inline int gale_client_receive(struct gale_client *client, char *line, size_t size)
{
    size_t length = 0;
    int result = GALE_OK;
    for (;;)
    {
        if (client->begin == client->end)
        {
            ssize_t count = recv(client->fd, client->text, sizeof client->text, 0);
            if (count < 0 && errno == EINTR)
            {
                continue;
            }
            if (count <= 0)
            {
                errno = count == 0 ? 0 : errno;
                return GALE_LOST;
            }
            client->begin = 0;
            client->end = (size_t)count;
        }
        char byte = client->text[client->begin++];
        if (byte == '\n')
        {
            line[length] = '\0';
            return result;
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

/*
 * Sends a line as it stands and waits for its reply. What follows OK or FAIL is in reply, without the space before it.
 * Returns GALE_OK, GALE_FAIL, GALE_LINE, GALE_LONG or GALE_LOST; size has to be 8 or more.
 */
static inline int gale_line(struct gale_client *client, char *reply, size_t size, const char *line)
{
    reply[0] = '\0';
    const char *first = line + strspn(line, " \t\r");
    if (size < 8 || *first == '\0' || *first == '#' || strchr(line, '\n') != NULL)
    {
        return GALE_LINE;                               /* such a line has no reply, or several */
    }
    if (client->fd < 0)
    {
        errno = ENOTCONN;
        return GALE_LOST;
    }
    int result = gale_client_send(client, line, strlen(line));
    result = result == GALE_OK ? gale_client_send(client, "\n", 1) : result;
    result = result == GALE_OK ? gale_client_receive(client, reply, size) : result;
    if (result == GALE_LOST)
    {
        return GALE_LOST;
    }
    int fails = strncmp(reply, "FAIL", 4) == 0;
    size_t head = fails ? 4 : 2;
    head += reply[head] == ' ';
    memmove(reply, reply + head, strlen(reply + head) + 1);
    return fails ? GALE_FAIL : result;
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
    int length = vsnprintf(line, sizeof line, format, words);
    va_end(words);
    if (length < 0 || (size_t)length >= sizeof line)
    {
        reply[0] = '\0';
        return GALE_LINE;
    }
    return gale_line(client, reply, size, line);
}

/* Returns the name of the error that a modelled kernel answers to kvm and v4 verbs, such as "EINVAL"; else NULL. */
static inline const char *gale_refusal(const char *reply)
{
    return reply[0] == '-' && reply[1] == 'E' ? reply + 1 : NULL;
}

/* Sends a line, and reads the number that is its reply. Returns what gale_line() does; GALE_FAIL where it is none. */
static inline int gale_number(struct gale_client *client, uint64_t *value, const char *line)
{
    char reply[256];
    int result = gale_line(client, reply, sizeof reply, line);
    if (result == GALE_OK)
    {
        char *end;
        *value = strtoull(reply, &end, 0);
        result = end == reply ? GALE_FAIL : GALE_OK;
    }
    return result;
}

/* Loads from RAM or a register frame; size is 1, 2, 4 or 8 bytes. */
static inline int gale_read(struct gale_client *client, unsigned size, uint64_t address, uint64_t *value)
{
    char line[64];
    char letter = size == 1 ? 'b' : size == 2 ? 'w' : size == 4 ? 'l' : 'q';
    snprintf(line, sizeof line, "read%c 0x%llx", letter, (unsigned long long)address);
    return gale_number(client, value, line);
}

/* Stores to RAM or a register frame; size is 1, 2, 4 or 8 bytes. */
static inline int gale_write(struct gale_client *client, unsigned size, uint64_t address, uint64_t value)
{
    char reply[256];
    char letter = size == 1 ? 'b' : size == 2 ? 'w' : size == 4 ? 'l' : 'q';
    return gale_command(client, reply, sizeof reply, "write%c 0x%llx 0x%llx", letter, (unsigned long long)address,
        (unsigned long long)value);
}

/* Executes a GIC instruction of a PE without a result; level is "el1", "el2" or "vel1". */
static inline int gale_insn(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t operand)
{
    char reply[256];
    return gale_command(client, reply, sizeof reply, "insn %u %s %s 0x%llx", pe, level, name,
        (unsigned long long)operand);
}

/* Acknowledges by CDIA, or CDNMIA: the destination register is in value. */
static inline int gale_acknowledge(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t *value)
{
    char line[64];
    snprintf(line, sizeof line, "insn %u %s %s", pe, level, name);
    return gale_number(client, value, line);
}

/* Reads a system register. */
static inline int gale_sysr(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t *value)
{
    char line[128];
    snprintf(line, sizeof line, "sysr %u %s %s", pe, level, name);
    return gale_number(client, value, line);
}

/* Writes a system register. */
static inline int gale_sysw(struct gale_client *client, unsigned pe, const char *level, const char *name,
    uint64_t value)
{
    char reply[256];
    return gale_command(client, reply, sizeof reply, "sysw %u %s %s 0x%llx", pe, level, name,
        (unsigned long long)value);
}

/* Drives the wire of an SPI. */
static inline int gale_spi(struct gale_client *client, unsigned id, int level)
{
    char reply[256];
    return gale_command(client, reply, sizeof reply, "spi %u %d", id, level != 0);
}

/* Sends an MSI of a device to an ITS. */
static inline int gale_msi(struct gale_client *client, unsigned its, uint32_t device, uint32_t event)
{
    char reply[256];
    return gale_command(client, reply, sizeof reply, "msi %u %lu %lu", its, (unsigned long)device,
        (unsigned long)event);
}

#endif
