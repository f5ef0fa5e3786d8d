package org.gale.tests.storm;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of imports in processes of their own. */
@Timeout(300)
class ImportProcessTest
{
    private static final int EXIT_INTERRUPTED = 130;

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveNoTraceWhenASignalComesWhileItReads() throws Exception
    {
        final Path text = directory.resolve("text");
        final Path home = Files.createDirectory(directory.resolve("home"));
        new ProcessBuilder("mkfifo", text.toString()).start().waitFor();
        try (StormProcess gale = new StormProcess(directory,
            List.of("import", "csv", text.toString(), "-o", home.resolve("t").toString()), Map.of());
            OutputStream writer = Files.newOutputStream(text))      // opens once gale reads
        {
            writer.write("1,0,disk\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII));

            gale.signal("INT");

            assertEquals(EXIT_INTERRUPTED, gale.exitCode(), gale.err());
        }
        try (Stream<Path> files = Files.list(home))
        {
            assertEquals(List.of(), files.toList());
        }
    }
}
