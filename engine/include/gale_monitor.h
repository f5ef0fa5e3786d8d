/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages between gale storm msix --monitor-socket PATH and the monitor of a user, for C11 and C++17 with POSIX.
 * All numbers are little-endian. engine/docs/monitor.md says what each message asks and what answers it.
 *
 *     struct gale_monitor monitor = { .fd = fd };
 *     struct gale_monitor_message question;
 *     uint64_t words[GALE_MONITOR_WORDS];
 *     while (gale_monitor_read(&monitor, &question, words) == 1)
 *     {
 *         ...                                     // gale_monitor_send for each message that may leave
 *         gale_monitor_done(&monitor, &question, state, words, count);
 *     }
 */
#ifndef GALE_MONITOR_H
#define GALE_MONITOR_H

#include <stdint.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define GALE_MONITOR_VERSION 2                  /* triggers may be asked about ahead; with 1 one question at a time */
#define GALE_MONITOR_WORDS 64                   /* limit of the words of a message */
#define GALE_MONITOR_PIN 0xffffffffu            /* function of a level pin, whose vector is the SPI */

enum gale_monitor_type
{
    GALE_MONITOR_HELLO = 1,                     /* value: version. DONE with the version */
    GALE_MONITOR_FUNCTION = 2,                  /* value: vectors, all masked; MSI-X is off */
    GALE_MONITOR_STORE = 3,                     /* value: field 7:0, bytes 15:8; second: what is stored */
    GALE_MONITOR_CONTROL = 4,                   /* value: enable bit 0, function mask bit 1. DONE with two bit maps */
    GALE_MONITOR_EVENTFD = 5,                   /* value: a step of an eventfd */
    GALE_MONITOR_TRIGGER = 6,
    GALE_MONITOR_LOAD = 7,                      /* vector: the first of 64. DONE with their pending bits */
    GALE_MONITOR_IMAGE = 8,                     /* value: 0 save, DONE with one bit map; 1 restore, with two */
    GALE_MONITOR_SEND = 9,                      /* value: address; second: data */
    GALE_MONITOR_DONE = 10                      /* value: state of the vector */
};

enum gale_monitor_step
{
    GALE_MONITOR_ADD = 1,
    GALE_MONITOR_ROUTE = 2,
    GALE_MONITOR_DROP = 3,
    GALE_MONITOR_CONSUME = 4,
    GALE_MONITOR_HIGH = 5,
    GALE_MONITOR_LOW = 6
};

enum gale_monitor_state
{
    GALE_MONITOR_MASKED = 1,
    GALE_MONITOR_PENDING = 2,
    GALE_MONITOR_SIGNALLED = 4
};

struct gale_monitor_message
{
    uint32_t type;
    uint32_t number;                            /* of the question; its answers have the same */
    uint32_t function;
    uint32_t vector;
    uint64_t value;
    uint64_t second;                            /* of IMAGE and DONE: number of the 64-bit words after the message */
};

/* Connection of a monitor: its socket, and bytes of questions and answers on their way. */
struct gale_monitor
{
    int fd;
    size_t in_at, in_end, out_end;
    char in[4096], out[4096];
};

/* Writes the answers so far. Returns 1, or -1. */
static inline int gale_monitor_flush(struct gale_monitor *monitor)
{
    size_t at = 0;
    while (at < monitor->out_end)
    {
        const ssize_t part = write(monitor->fd, monitor->out + at, monitor->out_end - at);
        if (part <= 0)
        {
            return -1;
        }
        at += (size_t)part;
    }
    monitor->out_end = 0;
    return 1;
}

/* Adds bytes to the answers. Returns 1, or -1. */
static inline int gale_monitor_add(struct gale_monitor *monitor, const void *bytes, size_t count)
{
    if (count > sizeof monitor->out - monitor->out_end && gale_monitor_flush(monitor) != 1)
    {
        return -1;
    }
    memcpy(monitor->out + monitor->out_end, bytes, count);
    monitor->out_end += count;
    return 1;
}

/* Reads bytes; before the monitor waits for some, its answers are written. Returns 1, 0 at the end, or -1. */
static inline int gale_monitor_take(struct gale_monitor *monitor, void *bytes, size_t count)
{
    char *to = (char *)bytes;
    while (count > 0)
    {
        size_t part = monitor->in_end - monitor->in_at;
        if (part == 0)
        {
            const ssize_t size = gale_monitor_flush(monitor) == 1 ?
                read(monitor->fd, monitor->in, sizeof monitor->in) : -1;
            if (size <= 0)
            {
                return size == 0 ? 0 : -1;
            }
            monitor->in_at = 0;
            monitor->in_end = (size_t)size;
            continue;
        }
        part = part < count ? part : count;
        memcpy(to, monitor->in + monitor->in_at, part);
        monitor->in_at += part;
        to += part;
        count -= part;
    }
    return 1;
}

/* Reads a question with its words. Returns 1, 0 at the end of the storm, or -1. */
static inline int gale_monitor_read(struct gale_monitor *monitor, struct gale_monitor_message *question,
    uint64_t *words)
{
    const int result = gale_monitor_take(monitor, question, sizeof *question);
    if (result != 1 || question->type != GALE_MONITOR_IMAGE)
    {
        return result;
    }
    return question->second > GALE_MONITOR_WORDS ? -1 :
        gale_monitor_take(monitor, words, question->second * sizeof *words);
}

/* Sends the message of a vector, as part of the answer to a question. Returns 1, or -1. */
static inline int gale_monitor_send(struct gale_monitor *monitor, const struct gale_monitor_message *question,
    uint32_t function, uint32_t vector, uint64_t address, uint32_t data)
{
    struct gale_monitor_message message;
    message.type = GALE_MONITOR_SEND;
    message.number = question->number;
    message.function = function;
    message.vector = vector;
    message.value = address;
    message.second = data;
    return gale_monitor_add(monitor, &message, sizeof message);
}

/* Ends the answer to a question. Returns 1, or -1. */
static inline int gale_monitor_done(struct gale_monitor *monitor, const struct gale_monitor_message *question,
    uint64_t state, const uint64_t *words, size_t count)
{
    struct gale_monitor_message message = *question;
    message.type = GALE_MONITOR_DONE;
    message.value = state;
    message.second = count;
    return count > GALE_MONITOR_WORDS || gale_monitor_add(monitor, &message, sizeof message) != 1 ||
        gale_monitor_add(monitor, words, count * sizeof *words) != 1 ? -1 : 1;
}

#endif
