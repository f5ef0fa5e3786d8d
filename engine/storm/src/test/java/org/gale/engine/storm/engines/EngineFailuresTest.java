package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EngineFailuresTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldNoteASumThatNoEngineAccountsFor() throws IOException
    {
        Files.writeString(directory.resolve(EnginesFile.NAME),
            "gale.engines=1\nengines=0\nplan=" + "0".repeat(64) + "\nshare=0/1\n");

        EngineFailures.note(directory, List.of(), Outcome.INVARIANT_BROKEN);

        final EnginesFile file = EnginesFile.read(directory);
        final EnginesDirectory read = new EnginesDirectory(directory, file);
        assertEquals("sum exit 7", file.failed());
        assertEquals(Outcome.INVARIANT_BROKEN, read.ended());
        assertEquals(directory + ": the sum of its engines ended with exit code 7", read.endedText());
    }
}
