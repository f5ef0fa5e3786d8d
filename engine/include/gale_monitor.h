/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages between gale storm msix --monitor-socket PATH and the monitor of a user, for C11 and C++17 with POSIX.
 * All numbers are little-endian. engine/docs/monitor.md says what each message asks and what answers it.
 *
 *     struct gale_monitor_message question;
 *     uint64_t words[GALE_MONITOR_WORDS];
 *     while (gale_monitor_read(fd, &question, words) == 1)
 *     {
 *         ...                                     // gale_monitor_send for each message that may leave
 *         gale_monitor_done(fd, &question, state, words, count);
 *     }
 */
#ifndef GALE_MONITOR_H
#define GALE_MONITOR_H

#include <stdint.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define GALE_MONITOR_VERSION 1
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

/* Reads or writes all bytes. Returns 1, 0 at the end of the connection, or -1. */
static inline int gale_monitor_bytes(int fd, void *bytes, size_t count, int is_write)
{
    char *at = (char *)bytes;
    while (count > 0)
    {
        const ssize_t part = is_write ? write(fd, at, count) : read(fd, at, count);
        if (part <= 0)
        {
            return part == 0 ? 0 : -1;
        }
        at += part;
        count -= (size_t)part;
    }
    return 1;
}

/* Reads a question with its words. Returns 1, 0 at the end of the storm, or -1. */
static inline int gale_monitor_read(int fd, struct gale_monitor_message *question, uint64_t *words)
{
    const int result = gale_monitor_bytes(fd, question, sizeof *question, 0);
    if (result != 1 || question->type != GALE_MONITOR_IMAGE)
    {
        return result;
    }
    return question->second > GALE_MONITOR_WORDS ? -1 :
        question->second == 0 ? 1 : gale_monitor_bytes(fd, words, question->second * sizeof *words, 0);
}

/* Sends the message of a vector, as part of the answer to a question. Returns 1, or -1. */
static inline int gale_monitor_send(int fd, const struct gale_monitor_message *question, uint32_t function,
    uint32_t vector, uint64_t address, uint32_t data)
{
    struct gale_monitor_message message;
    message.type = GALE_MONITOR_SEND;
    message.number = question->number;
    message.function = function;
    message.vector = vector;
    message.value = address;
    message.second = data;
    return gale_monitor_bytes(fd, &message, sizeof message, 1);
}

/* Ends the answer to a question. Returns 1, or -1. */
static inline int gale_monitor_done(int fd, const struct gale_monitor_message *question, uint64_t state,
    const uint64_t *words, size_t count)
{
    char bytes[sizeof *question + GALE_MONITOR_WORDS * sizeof *words];
    struct gale_monitor_message message = *question;
    message.type = GALE_MONITOR_DONE;
    message.value = state;
    message.second = count;
    if (count > GALE_MONITOR_WORDS)
    {
        return -1;
    }
    memcpy(bytes, &message, sizeof message);
    if (count > 0)
    {
        memcpy(bytes + sizeof message, words, count * sizeof *words);
    }
    return gale_monitor_bytes(fd, bytes, sizeof message + count * sizeof *words, 1);
}

#endif
