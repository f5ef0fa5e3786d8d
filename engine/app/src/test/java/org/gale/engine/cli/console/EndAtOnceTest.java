package org.gale.engine.cli.console;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class EndAtOnceTest
{
    private final StringWriter err = new StringWriter();
    private final List<String> steps = new ArrayList<>();
    private final EndAtOnce end = new EndAtOnce(new PrintWriter(new BufferedWriter(err)), "gale storm: ",
        exitCode -> steps.add("halt " + exitCode + ' ' + err.toString().strip()));

    @Test
    void shouldEndBehindTheRemoval()
    {
        end.after(() -> steps.add("removed"));

        assertEquals(List.of("removed", "halt 130 "), steps);
        assertEquals(System.lineSeparator(), err.toString());
    }

    @Test
    void shouldSayWhatTheHostRefusesAndEnd()
    {
        end.after(() ->
        {
            throw new NoSuchFileException("/x");
        });

        assertEquals(List.of("halt 130 gale storm: could not be removed: /x: no such file or directory"), steps);
    }

    @Test
    void shouldEndWhereTheRemovalFails()
    {
        assertThrows(IllegalStateException.class, () -> end.after(() ->
        {
            throw new IllegalStateException();
        }));

        assertEquals(List.of("halt 130 "), steps);
    }
}
