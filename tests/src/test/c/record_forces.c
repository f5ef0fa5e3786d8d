/*
 * Records what each force makes durable. Loaded before the C library with LD_PRELOAD. Before fsync or fdatasync of the
 * data file of a segment of GALE_JOURNAL, its bytes are copied; once the call has succeeded, the copy is named after
 * the segment, in the directory GALE_FORCES. The journal of a rehearsal is another one. A copy ends at the first chunk of zeros: frames lie behind one another.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536
#define SUFFIX "/19700101F.cq4"
#define SEGMENT 6

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Copies the file of a descriptor to a path: 1 if it is a segment's and was copied. */
static int copied(int fd, const char *to, char *segment)
{
    static char chunk[CHUNK];
    static const char zeros[CHUNK];
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < (ssize_t)(sizeof SUFFIX + SEGMENT))
    {
        return 0;
    }
    path[length] = 0;
    const char *journal = getenv("GALE_JOURNAL");
    if (journal == NULL || strncmp(path, journal, strlen(journal)) != 0 || path[strlen(journal)] != '/')
    {
        return 0;
    }
    char *suffix = path + length - (sizeof SUFFIX - 1);
    if (strcmp(suffix, SUFFIX) != 0)
    {
        return 0;
    }
    memcpy(segment, suffix - SEGMENT, SEGMENT);
    segment[SEGMENT] = 0;
    int in = open(path, O_RDONLY);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int is_whole = in >= 0 && out >= 0;
    ssize_t count = 1;
    while (is_whole && count > 0)
    {
        count = read(in, chunk, CHUNK);
        if (count <= 0 || memcmp(chunk, zeros, (size_t)count) == 0)
        {
            break;
        }
        is_whole = write(out, chunk, (size_t)count) == count;
    }
    close(in);
    close(out);

    return is_whole && count >= 0;
}

static int recorded(const char *call, int fd)
{
    int (*force)(int) = (int (*)(int))(size_t)dlsym(RTLD_NEXT, call);
    const char *directory = getenv("GALE_FORCES");
    char made[PATH_MAX];
    char named[PATH_MAX];
    char segment[SEGMENT + 1];
    if (directory == NULL)
    {
        return force(fd);
    }
    pthread_mutex_lock(&lock);
    snprintf(made, sizeof made, "%s/copy", directory);
    int is_copied = copied(fd, made, segment);
    int result = force(fd);
    if (is_copied && result == 0)
    {
        snprintf(named, sizeof named, "%s/%s", directory, segment);
        rename(made, named);
    }
    pthread_mutex_unlock(&lock);

    return result;
}

int fsync(int fd)
{
    return recorded("fsync", fd);
}

int fdatasync(int fd)
{
    return recorded("fdatasync", fd);
}
