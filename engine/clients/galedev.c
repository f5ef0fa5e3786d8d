/*
 * galedev: handles the messages of 'gale device' in a guest, in user space through vfio.
 *
 *   galedev BDF GROUP COUNT [mask] [move]      BDF as 0000:00:05.0, GROUP the number of its IOMMU group
 *
 * Each vector has an eventfd. Its handler adds what the eventfd gives to 'handled', reads 'sent', and stores 'handled' and
 * then 'looked'. A thread that waits for a vector stores 'alive' at least every 100 ms, interrupt or not. It ends when
 * COUNT messages were handled. 'mask' masks vectors in turn by stores to the table; 'move' moves their interrupts between
 * the first two CPUs and reads the affinity back. One file, C11, no library; compile it statically with -pthread.
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

enum { VECTOR_LIMIT = 2048, THREADS = 4, CHUNK = 16, IDENTITY = 0x454c4147, COMMAND = 0x0c, TABLE_BAR = 4 };
enum { SENT = 0, LOOKED = 4, HANDLED = 8, STATE = 12, ALIVE = 16, BASE = 0x1000, STRIDE = 64 };
enum { ENABLED = 1, MASKED = 2, ENTRY = 16, CONTROL = 12, ALIVE_MS = 50 };

static int device, vectors, events[VECTOR_LIMIT], irqs[VECTOR_LIMIT];
static uint32_t handled[VECTOR_LIMIT];
static volatile uint8_t *bar, *table;
static atomic_ulong total;
static atomic_int ending;
static unsigned long masks, moves, wrong;

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
    set->index = VFIO_PCI_MSIX_IRQ_INDEX;
    set->start = 0;
    set->count = vectors;
    memcpy(set->data, events, vectors * sizeof(int));
    if (ioctl(device, VFIO_DEVICE_SET_IRQS, set))
        die("VFIO_DEVICE_SET_IRQS");
    free(set);
}

static void handle(int vector)
{
    uint64_t count = 0;
    if (read(events[vector], &count, sizeof count) != sizeof count)
        return;
    handled[vector] += count;
    uint32_t sent = get(at(vector, SENT));
    put(at(vector, HANDLED), handled[vector]);
    put(at(vector, LOOKED), sent);
    atomic_fetch_add(&total, count);
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
        for (int i = 0; i < n; i++)
            handle(found[i].data.u32);
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

static void find_irqs(const char *bdf)
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

int main(int argc, char **argv)
{
    if (argc < 4)
    {
        fprintf(stderr, "usage: galedev BDF GROUP COUNT [mask] [move]\n");
        return 2;
    }
    char path[64];
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
    find_irqs(argv[1]);

    pthread_t threads[THREADS + 2];
    int count = 0;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[count++], NULL, work, (void *)(intptr_t)i);
    for (int v = 0; v < vectors; v++)
        put(at(v, STATE), ENABLED);
    put(COMMAND, 1);
    for (int i = 4; i < argc; i++)
    {
        if (!strcmp(argv[i], "mask") && table)
            pthread_create(&threads[count++], NULL, mask, NULL);
        if (!strcmp(argv[i], "move"))
            pthread_create(&threads[count++], NULL, move, NULL);
    }
    unsigned long wanted = strtoul(argv[3], NULL, 0);
    while (atomic_load(&total) < wanted)
        usleep(10000);
    usleep(500000);
    atomic_store(&ending, 1);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("galedev: handled %lu, masked %lu, moved %lu, of them %lu read back otherwise\n",
        (unsigned long)atomic_load(&total), masks, moves, wrong);
    return 0;
}
