package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StormConsoleTest
{
    @Test
    void shouldSayInOneLineWhichJournalsWereLeft()
    {
        assertEquals("an earlier run left its journal in /tmp/gale-00c0de: gale journal describe /tmp/gale-00c0de " +
            "shows how it ended, gale doctor --remove-left removes it",
            StormConsole.leftText(List.of(Path.of("/tmp/gale-00c0de"))));
        assertEquals("2 earlier runs left their journals in /tmp: gale doctor lists them, gale doctor --remove-left " +
            "removes them", StormConsole.leftText(List.of(Path.of("/tmp/gale-00c0de"), Path.of("/tmp/gale-00c0df"))));
    }
}
