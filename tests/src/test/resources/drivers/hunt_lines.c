#define _POSIX_C_SOURCE 200809L
#include <gale_client.h>

/* Sends the commands of a transcript, which its session need not answer alike: hunt_lines FILE. */
int main(int count, char **words)
{
    static char line[1 << 16];
    static char reply[1 << 16];
    struct gale_client machine;
    FILE *file = count == 2 ? fopen(words[1], "r") : NULL;
    if (file == NULL || gale_client_open(&machine, NULL) != GALE_OK)
    {
        return 2;
    }
    while (fgets(line, sizeof line, file) != NULL)
    {
        line[strcspn(line, "#\n")] = '\0';
        if (strncmp(line, "> ", 2) == 0)
        {
            gale_line(&machine, reply, sizeof reply, line + 2);
        }
    }
    gale_client_close(&machine);
    fclose(file);
    return 0;
}
