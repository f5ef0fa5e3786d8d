/*
 * galedev: handles the messages of 'gale device' in a guest, in user space through vfio.
 *
 *   galedev BDF GROUP COUNT [mask] [function] [move] [reset]
 *
 * BDF is as 0000:00:05.0, GROUP the number of its IOMMU group. The program ends when COUNT messages were handled (0:
 * no limit), or when the device says that its run is over.
 *
 * Each vector has an eventfd. Its handler adds what the eventfd gives to 'handled', reads 'sent', and stores 'handled' and
 * then 'looked'. A thread that waits for a vector stores 'alive' at least every 100 ms, interrupt or not. 'mask' masks
 * vectors in turn by stores to the table, 'function' all of them by the control of MSI-X in sysfs, 'move' moves their
 * interrupts between the first two CPUs and reads the affinity back, 'reset' resets the device and switches MSI-X off and
 * on in turns. A pin in place of vectors is unmasked after each interrupt; 'handled' then counts those that found a new
 * message. One file, C11, no library; compile it statically with -pthread.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { VECTOR_LIMIT = 2048, THREADS = 4, CHUNK = 16, IDENTITY = 0x454c4147, COMMAND = 0x0c, OVER = 0x18, TABLE_BAR = 4 };
enum { SENDS = 1, RESETS = 2, CAPABILITIES = 0x34, MSIX = 0x11, MASK_ALL = 0x4000 };
enum { SENT = 0, LOOKED = 4, HANDLED = 8, STATE = 12, ALIVE = 16, BASE = 0x1000, STRIDE = 64 };
enum { ENABLED = 1, MASKED = 2, ENTRY = 16, CONTROL = 12, ALIVE_MS = 50 };

static int device, vectors, events[VECTOR_LIMIT], irqs[VECTOR_LIMIT];
static uint32_t handled[VECTOR_LIMIT], looked;
static int by_pin;
static unsigned long again;
static volatile uint8_t *bar, *table;
static atomic_ulong total;
static atomic_int ending;
static pthread_rwlock_t quiet = PTHREAD_RWLOCK_INITIALIZER;         /* handlers read, a reset writes */
static unsigned long masks, functions, moves, wrong, resets;
static const char *bdf;

static void die(const char *what)
{
    fprintf(stderr, "galedev: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint32_t get(long offset)
{
    return *(volatile uint32_t *)(bar + offset);
}

static void put(long offset, uint32_t value)
{
    *(volatile uint32_t *)(bar + offset) = value;
}

static long at(int vector, int reg)
{
    return BASE + (long)vector * STRIDE + reg;
}

static volatile uint8_t *map(int index, int is_needed)
{
    struct vfio_region_info info = { .argsz = sizeof info, .index = index };
    if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &info) || !(info.flags & VFIO_REGION_INFO_FLAG_MMAP))
    {
        if (is_needed)
            die("a BAR cannot be mapped");
        return NULL;
    }
    void *p = mmap(NULL, info.size, PROT_READ | PROT_WRITE, MAP_SHARED, device, info.offset);
    if (p == MAP_FAILED)
        die("mmap of a BAR");
    return p;
}

/* A function writes its messages only while it may be a master of the bus; vfio leaves that to its user. */
static void be_master(void)
{
    struct vfio_region_info info = { .argsz = sizeof info, .index = VFIO_PCI_CONFIG_REGION_INDEX };
    uint16_t command = 0;
    if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &info) || pread(device, &command, 2, info.offset + 4) != 2)
        die("configuration space");
    command |= 6;
    if (pwrite(device, &command, 2, info.offset + 4) != 2)
        die("configuration space");
}

/* The first call of VFIO_DEVICE_SET_IRQS allocates the interrupts, so it has all vectors. */
static void enable_all(void)
{
    size_t length = sizeof(struct vfio_irq_set) + vectors * sizeof(int);
    struct vfio_irq_set *set = malloc(length);
    set->argsz = length;
    set->flags = VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER;
    set->index = by_pin ? VFIO_PCI_INTX_IRQ_INDEX : VFIO_PCI_MSIX_IRQ_INDEX;
    set->start = 0;
    set->count = vectors;
    memcpy(set->data, events, vectors * sizeof(int));
    if (ioctl(device, VFIO_DEVICE_SET_IRQS, set))
        die("VFIO_DEVICE_SET_IRQS");
    free(set);
}

static void disable_all(void)
{
    struct vfio_irq_set set = { .argsz = sizeof set, .flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER,
        .index = by_pin ? VFIO_PCI_INTX_IRQ_INDEX : VFIO_PCI_MSIX_IRQ_INDEX };
    if (ioctl(device, VFIO_DEVICE_SET_IRQS, &set))
        die("VFIO_DEVICE_SET_IRQS");
}

static void start(void)
{
    for (int v = 0; v < vectors; v++)
        put(at(v, STATE), ENABLED);
    put(COMMAND, SENDS);
}

/* A pin is unmasked after each interrupt. An interrupt that finds nothing new has the raise of the last one. */
static void unmask(void)
{
    struct vfio_irq_set set = { .argsz = sizeof set, .flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_UNMASK,
        .index = VFIO_PCI_INTX_IRQ_INDEX, .count = 1 };
    if (ioctl(device, VFIO_DEVICE_SET_IRQS, &set))
        die("VFIO_DEVICE_SET_IRQS");
}

static void handle(int vector)
{
    uint64_t count = 0;
    if (read(events[vector], &count, sizeof count) != sizeof count)
        return;
    uint32_t sent = get(at(vector, SENT));
    if (by_pin)
    {
        count = sent != looked;
        again += !count;
        looked = sent;
        if (!count)
        {
            unmask();
            return;
        }
    }
    handled[vector] += count;
    put(at(vector, HANDLED), handled[vector]);
    put(at(vector, LOOKED), sent);
    atomic_fetch_add(&total, count);
    if (by_pin)
        unmask();
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void *work(void *argument)
{
    int first = (int)(intptr_t)argument, poll = epoll_create1(0);
    struct epoll_event found[CHUNK];
    long alive = 0;
    for (int v = first; v < vectors; v += THREADS)
    {
        struct epoll_event e = { .events = EPOLLIN, .data.u32 = v };
        if (epoll_ctl(poll, EPOLL_CTL_ADD, events[v], &e))
            die("epoll_ctl");
    }
    while (!atomic_load(&ending))
    {
        int n = epoll_wait(poll, found, CHUNK, ALIVE_MS);
        pthread_rwlock_rdlock(&quiet);
        for (int i = 0; i < n; i++)
            handle(found[i].data.u32);
        pthread_rwlock_unlock(&quiet);
        if (now_ms() - alive >= ALIVE_MS)
        {
            alive = now_ms();
            for (int v = first; v < vectors; v += THREADS)
                put(at(v, ALIVE), (uint32_t)alive);
        }
    }
    return NULL;
}

static void *mask(void *argument)
{
    for (int v = 0; !atomic_load(&ending); v = (v + 1) % vectors, masks++)
    {
        volatile uint32_t *control = (volatile uint32_t *)(table + (long)v * ENTRY + CONTROL);
        put(at(v, STATE), MASKED);
        *control |= 1;
        usleep(5000);
        *control &= ~1u;
        (void)*control;
        put(at(v, STATE), ENABLED);
        usleep(5000);
    }
    return argument;
}

/* Masks and unmasks all vectors by the control of MSI-X, as a driver does while it changes the table. */
static void *function(void *argument)
{
    char path[96];
    uint8_t at = 0, id = 0;
    uint16_t control = 0;
    snprintf(path, sizeof path, "/sys/bus/pci/devices/%s/config", bdf);
    int fd = open(path, O_RDWR);
    if (fd < 0 || pread(fd, &at, 1, CAPABILITIES) != 1)
        die(path);
    while (at && pread(fd, &id, 1, at) == 1 && id != MSIX)
        if (pread(fd, &at, 1, at + 1) != 1)
            die(path);
    for (; at && !atomic_load(&ending); functions++, usleep(30000))
    {
        if (pread(fd, &control, 2, at + 2) != 2)
            die(path);
        control |= MASK_ALL;
        int failed = pwrite(fd, &control, 2, at + 2) != 2;
        usleep(3000);
        control &= ~MASK_ALL;
        if (failed || pwrite(fd, &control, 2, at + 2) != 2)
            die(path);
    }
    close(fd);
    return argument;
}

static void find_irqs(void)
{
    char line[4096], tail[64];
    FILE *in = fopen("/proc/interrupts", "r");
    while (in && fgets(line, sizeof line, in))
    {
        int vector;
        char *name = strstr(line, "vfio-msix[");
        if (name && sscanf(name, "vfio-msix[%d](%63[^)])", &vector, tail) == 2 && !strcmp(tail, bdf) &&
            vector < VECTOR_LIMIT)
            irqs[vector] = atoi(line);
    }
    if (in)
        fclose(in);
}

static void *move(void *argument)
{
    char path[64], text[32];
    for (int v = 0, cpu = 0; !atomic_load(&ending); v = (v + 1) % vectors, cpu ^= v == 0, usleep(20000))
    {
        snprintf(path, sizeof path, "/proc/irq/%d/smp_affinity_list", irqs[v]);
        int fd = open(path, O_RDWR);
        if (fd < 0)
            continue;
        snprintf(text, sizeof text, "%d", cpu);
        if (write(fd, text, strlen(text)) > 0)
        {
            moves++;
            memset(text, 0, sizeof text);
            if (pread(fd, text, sizeof text - 1, 0) > 0 && atoi(text) != cpu)
                wrong++;
        }
        close(fd);
    }
    return argument;
}

/* A reset clears what this program has counted; MSI-X off does not. What was in flight is dropped, or comes late. */
static void *reset(void *argument)
{
    for (; !atomic_load(&ending); usleep(400000))
    {
        pthread_rwlock_wrlock(&quiet);
        if (resets++ % 2)
        {
            disable_all();
            enable_all();
            find_irqs();
        }
        else
        {
            put(COMMAND, RESETS);
            memset(handled, 0, sizeof handled);
            looked = get(at(0, SENT));
            start();
        }
        pthread_rwlock_unlock(&quiet);
    }
    return argument;
}

int main(int argc, char **argv)
{
    if (argc < 4)
    {
        fprintf(stderr, "usage: galedev BDF GROUP COUNT [mask] [function] [move] [reset]\n");
        return 2;
    }
    char path[64];
    bdf = argv[1];
    int container = open("/dev/vfio/vfio", O_RDWR);
    snprintf(path, sizeof path, "/dev/vfio/%s", argv[2]);
    int group = open(path, O_RDWR);
    if (container < 0 || group < 0)
        die(path);
    if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) || ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU))
        die("vfio");
    device = ioctl(group, VFIO_GROUP_GET_DEVICE_FD, argv[1]);
    if (device < 0)
        die(argv[1]);
    struct vfio_irq_info info = { .argsz = sizeof info, .index = VFIO_PCI_MSIX_IRQ_INDEX };
    if (ioctl(device, VFIO_DEVICE_GET_IRQ_INFO, &info))
        die("VFIO_DEVICE_GET_IRQ_INFO");
    if ((by_pin = !info.count))                                     /* no MSI-X: a pin in place of vectors */
        info.count = 1;
    be_master();
    bar = map(0, 1);
    table = map(TABLE_BAR, 0);
    vectors = get(8);
    if (get(0) != IDENTITY || vectors < 1 || vectors > VECTOR_LIMIT || vectors > (int)info.count)
    {
        fprintf(stderr, "galedev: this is no device of gale\n");
        return 1;
    }
    for (int v = 0; v < vectors; v++)
        if ((events[v] = eventfd(0, EFD_NONBLOCK)) < 0)
            die("eventfd");
    enable_all();
    find_irqs();

    pthread_t threads[THREADS + 4];
    int count = 0;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[count++], NULL, work, (void *)(intptr_t)i);
    start();
    for (int i = 4; i < argc && count < THREADS + 4; i++)
    {
        if (!strcmp(argv[i], "mask") && table)
            pthread_create(&threads[count++], NULL, mask, NULL);
        if (!strcmp(argv[i], "function"))
            pthread_create(&threads[count++], NULL, function, NULL);
        if (!strcmp(argv[i], "reset"))
            pthread_create(&threads[count++], NULL, reset, NULL);
        if (!strcmp(argv[i], "move"))
            pthread_create(&threads[count++], NULL, move, NULL);
    }
    unsigned long wanted = strtoul(argv[3], NULL, 0);
    while ((!wanted || atomic_load(&total) < wanted) && !get(OVER))
        usleep(10000);
    usleep(500000);
    atomic_store(&ending, 1);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("galedev: handled %lu, masked %lu and all %lu, reset %lu, moved %lu, of them %lu read back otherwise\n",
        (unsigned long)atomic_load(&total), masks, functions, resets, moves, wrong);
    if (by_pin)
        printf("galedev: by the pin, %lu interrupts again\n", again);
    return 0;
}
