/* SPDX-License-Identifier: Apache-2.0
 *
 * Reference monitor of gale storm msix --monitor-socket PATH: right, or with one mistake.
 *
 *     gcc -O2 -I engine/include -o gale_monitor engine/clients/gale_monitor.c
 *     gale_monitor PATH [MISTAKE]
 *
 * Mistakes are those of the key monitor. engine/docs/monitor.md describes the messages.
 */
#define _POSIX_C_SOURCE 200809L
#include <gale_monitor.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

enum { FUNCTIONS = 1 << 16, VECTORS = 2048, SPIS = 1 << 16 };
enum mistake { RIGHT, CONSUME_MASKED, DROP_ROUTE, STALE_MESSAGE, PBA_ZERO, PBA_UNSAVED, CONSUME_UNROUTED, LEVEL_EARLY };

static const char *const names[] = { "right", "consume-masked", "drop-route", "stale-message", "pba-zero",
    "pba-unsaved", "consume-unrouted", "level-early" };

struct message { uint64_t address; uint32_t data; };

struct vector
{
    struct message now, first;                  /* the first is the message when the vector could send first */
    bool masked, pending, signalled, carried, routed, has_first;
};

struct function
{
    uint32_t count;
    bool enabled, masked;
    struct vector vectors[];
};

struct pin { bool high, signalled, pending, routed; };

static struct function *functions[FUNCTIONS];
static struct pin pins[SPIS];
static enum mistake mistake;
static struct gale_monitor monitor;

/* Sends what is held of a vector, as one message, if it may leave. */
static void release(const struct gale_monitor_message *question, struct function *function, uint32_t index)
{
    struct vector *vector = &function->vectors[index];
    if (!function->enabled || function->masked || vector->masked || (vector->carried && !vector->routed))
    {
        return;
    }
    if (!vector->has_first)
    {
        vector->has_first = true;
        vector->first = vector->now;
    }
    if (vector->pending || vector->signalled)
    {
        const struct message *message = mistake == STALE_MESSAGE ? &vector->first : &vector->now;
        vector->pending = vector->signalled = false;
        gale_monitor_send(&monitor, question, question->function, index, message->address, message->data);
    }
}

static void store(struct vector *vector, unsigned field, unsigned bytes, uint64_t value)
{
    const uint64_t low = value & 0xffffffffu;
    if (field == 0)
    {
        vector->now.address = bytes == 8 ? value : (vector->now.address >> 32 << 32) | low;
    }
    else if (field == 4)
    {
        vector->now.address = (vector->now.address & 0xffffffffu) | low << 32;
    }
    else if (field == 8)
    {
        vector->now.data = (uint32_t)low;
    }
    if (field == 12 || (field == 8 && bytes == 8))
    {
        vector->masked = (field == 12 ? value : value >> 32) & 1;
    }
}

static void trigger(const struct function *function, struct vector *vector)
{
    const bool masked = vector->masked || function->masked;
    if (!vector->carried)
    {
        vector->pending = true;
    }
    else if (!(mistake == DROP_ROUTE && masked) && !(mistake == CONSUME_UNROUTED && !vector->routed))
    {
        vector->signalled = true;
    }
}

static void eventfd(const struct function *function, struct vector *vector, uint64_t step)
{
    const bool shut = vector->masked || function->masked || !function->enabled;
    vector->carried |= step == GALE_MONITOR_ADD;
    vector->routed = step == GALE_MONITOR_ROUTE || (vector->routed && step != GALE_MONITOR_DROP);
    if (step == GALE_MONITOR_CONSUME && vector->signalled)
    {
        vector->signalled = false;
        vector->pending |= !(mistake == CONSUME_MASKED && shut);
    }
}

static unsigned pin(const struct gale_monitor_message *question, struct pin *pin)
{
    const uint64_t step = question->value;
    if (step == GALE_MONITOR_HIGH || step == GALE_MONITOR_LOW)
    {
        pin->signalled |= step == GALE_MONITOR_HIGH && !pin->high && !pin->routed;
        pin->high = step == GALE_MONITOR_HIGH;
    }
    else if (step == GALE_MONITOR_CONSUME)
    {
        pin->pending |= pin->signalled;
        pin->signalled = false;
    }
    else if (step == GALE_MONITOR_ROUTE)
    {
        if ((pin->high || pin->signalled || pin->pending) && mistake != LEVEL_EARLY)
        {
            gale_monitor_send(&monitor, question, GALE_MONITOR_PIN, question->vector, 0, 0);
        }
        pin->signalled = pin->pending = false;
    }
    pin->routed = step == GALE_MONITOR_ROUTE || (pin->routed && step != GALE_MONITOR_DROP);
    return (pin->pending ? GALE_MONITOR_PENDING : 0) | (pin->signalled ? GALE_MONITOR_SIGNALLED : 0);
}

/* Answers a question of a whole function. Returns the number of words. */
static size_t whole(const struct gale_monitor_message *question, struct function *function, uint64_t *words)
{
    const size_t each = (function->count + 63) / 64;
    const bool is_image = question->type == GALE_MONITOR_IMAGE;
    const bool is_save = is_image && question->value == 0;
    uint64_t bits[GALE_MONITOR_WORDS] = { 0 };
    if (!is_image)
    {
        function->enabled = question->value & 1;
        function->masked = question->value >> 1 & 1;
    }
    for (uint32_t i = 0; i < function->count; i++)
    {
        struct vector *vector = &function->vectors[i];
        if (is_image && !is_save)
        {
            vector->pending = words[i / 64] >> i % 64 & 1;
            vector->signalled = false;
        }
        if (is_save)
        {
            bits[i / 64] |= (uint64_t)((vector->pending || vector->signalled) && mistake != PBA_UNSAVED) << i % 64;
            continue;
        }
        release(question, function, i);
        bits[i / 64] |= (uint64_t)vector->pending << i % 64;
        bits[each + i / 64] |= (uint64_t)vector->signalled << i % 64;
    }
    memcpy(words, bits, sizeof bits);
    return is_save ? each : 2 * each;
}

static uint64_t pending_bits(const struct function *function, uint32_t first)
{
    uint64_t bits = 0;
    for (uint32_t i = first; i < function->count && i < first + 64 && mistake != PBA_ZERO; i++)
    {
        bits |= (uint64_t)(function->vectors[i].pending || function->vectors[i].signalled) << i % 64;
    }
    return bits;
}

/* Answers a question. Returns false of one that is none. */
static bool answer(const struct gale_monitor_message *question, uint64_t *words)
{
    uint64_t state = 0;
    size_t count = 0;
    struct function *function = question->function < FUNCTIONS ? functions[question->function] : NULL;
    if (question->type == GALE_MONITOR_HELLO)
    {
        state = GALE_MONITOR_VERSION;
    }
    else if (question->type == GALE_MONITOR_FUNCTION && question->function < FUNCTIONS && question->value <= VECTORS)
    {
        function = calloc(1, sizeof *function + question->value * sizeof function->vectors[0]);
        function->count = (uint32_t)question->value;
        for (uint32_t i = 0; i < function->count; i++)
        {
            function->vectors[i].masked = true;
        }
        functions[question->function] = function;
    }
    else if (question->type == GALE_MONITOR_EVENTFD && question->function == GALE_MONITOR_PIN && question->vector < SPIS)
    {
        state = pin(question, &pins[question->vector]);
    }
    else if (function == NULL || question->vector >= function->count)
    {
        return false;
    }
    else if (question->type == GALE_MONITOR_CONTROL || question->type == GALE_MONITOR_IMAGE)
    {
        count = whole(question, function, words);
    }
    else if (question->type == GALE_MONITOR_LOAD)
    {
        state = pending_bits(function, question->vector);
    }
    else
    {
        struct vector *vector = &function->vectors[question->vector];
        switch (question->type)
        {
            case GALE_MONITOR_STORE: store(vector, question->value & 15, question->value >> 8, question->second); break;
            case GALE_MONITOR_TRIGGER: trigger(function, vector); break;
            default: eventfd(function, vector, question->value); break;
        }
        release(question, function, question->vector);
        state = (vector->masked ? GALE_MONITOR_MASKED : 0) | (vector->pending ? GALE_MONITOR_PENDING : 0) |
            (vector->signalled ? GALE_MONITOR_SIGNALLED : 0);
    }
    return gale_monitor_done(&monitor, question, state, words, count) == 1;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct gale_monitor_message question;
    uint64_t words[GALE_MONITOR_WORDS];
    const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
    int tries = 0, result;
    while (argc > 2 && mistake <= LEVEL_EARLY && strcmp(argv[2], names[mistake]) != 0)
    {
        mistake++;
    }
    if (argc < 2 || argc > 3 || mistake > LEVEL_EARLY || strlen(argv[1]) >= sizeof address.sun_path)
    {
        fprintf(stderr, "usage: gale_monitor PATH [MISTAKE], a mistake of the key monitor\n");
        return 2;
    }
    strcpy(address.sun_path, argv[1]);
    monitor.fd = socket(AF_UNIX, SOCK_STREAM, 0);
    for (; connect(monitor.fd, (const struct sockaddr *)&address, sizeof address) != 0; nanosleep(&pause, NULL))
    {
        if (++tries == 1200)                    /* the storm may not listen yet: tries for a minute */
        {
            perror(argv[1]);
            return 1;
        }
    }
    while ((result = gale_monitor_read(&monitor, &question, words)) == 1 && answer(&question, words))
    {
    }
    close(monitor.fd);
    return result == 0 ? 0 : 1;
}
