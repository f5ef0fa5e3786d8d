/* Plays the lines of a file, and prints the promises that break. Arguments: file, socket, what becomes of notices. */
#define _POSIX_C_SOURCE 200809L
#include <gale_client.h>

static struct gale_client client;
static char line[4096];
static char reply[1 << 16];

int main(int count, char **words)
{
    struct gale_options options = { NULL, GALE_NOTICES_BREAK, 60000 };
    FILE *file = count == 4 ? fopen(words[1], "r") : NULL;
    if (file == NULL)
    {
        return 2;
    }
    options.notices = !strcmp(words[3], "keep") ? GALE_NOTICES_KEEP : GALE_NOTICES_BREAK;
    if (gale_client_open_with(&client, words[2], &options) != GALE_OK)
    {
        return 3;
    }
    while (fgets(line, sizeof line, file) != NULL)
    {
        line[strcspn(line, "\n")] = '\0';
        int result = gale_line(&client, reply, sizeof reply, line);
        if (result == GALE_BROKEN)
        {
            printf("%s: %s: %s%s%s\n", line, client.notice, client.outcome == GALE_OK ? "OK" : "FAIL",
                reply[0] == '\0' ? "" : " ", reply);
        }
        else if (result == GALE_OK && client.notice[0] != '\0')
        {
            printf("%s: %s: kept\n", line, client.notice);
        }
        else if (result != GALE_OK)
        {
            printf("%s: %d: %s\n", line, result, reply);
        }
    }
    printf("%lu notices\n", client.notice_count);
    gale_client_close(&client);
    fclose(file);
    return 0;
}
