package org.gale.engine.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class PinningTest
{
    @Test
    void shouldReadListsOfProcessors()
    {
        assertEquals(List.of(0), Pinning.parse("0"));
        assertEquals(List.of(0, 1, 2, 3, 8), Pinning.parse("0-3,8"));
    }

    @Test
    void shouldGiveNoNameToAThreadThatHasEnded(@TempDir final Path tasks) throws IOException
    {
        final Path ended = tasks.resolve("12");
        assertEquals("", ThreadName.of(ended));

        Files.createDirectory(ended);
        assertThrows(IOException.class, () -> ThreadName.of(ended));
        Files.writeString(ended.resolve("comm"), "gale-engine\n");
        assertEquals("gale-engine", ThreadName.of(ended));
    }

    @Test
    void shouldPinAThreadToEachProcessorThatItMayUse() throws Exception
    {
        final List<Integer> allowed = Pinning.allowed();
        assumeFalse(allowed.isEmpty());

        for (final int cpu : List.of(allowed.get(0), allowed.get(allowed.size() - 1)))
        {
            final AtomicReference<String> status = new AtomicReference<>("");
            final Thread pinned = new Thread(() ->
            {
                ThreadName.set("gale-pinned");
                final List<String> failures = Pinning.pin((id, name) -> name.equals("gale-pinned") ? cpu : Pinning.ANY);
                status.set(failures + allowedToThisThread());
            });
            pinned.start();
            pinned.join();

            assertEquals("[]" + cpu, status.get());
        }
    }

    @Test
    void shouldNameTheThreadWhoseProcessorIsNotThere() throws Exception
    {
        final List<Integer> allowed = Pinning.allowed();
        final int missing = Pinning.CPU_LIMIT - 1;
        assumeFalse(allowed.isEmpty() || allowed.contains(missing));
        final AtomicReference<String> status = new AtomicReference<>("");
        final Thread pinned = new Thread(() ->
        {
            ThreadName.set("gale-missing");
            final String before = allowedToThisThread();
            final List<String> failures =
                Pinning.pin((id, name) -> name.equals("gale-missing") ? missing : Pinning.ANY);
            status.set(failures + " " + before.equals(allowedToThisThread()));
        });
        pinned.start();
        pinned.join();

        assertTrue(status.get().startsWith("[gale-missing is not pinned to processor " + missing + ": "), status::get);
        assertTrue(status.get().endsWith("] true"), status::get);
    }

    private static String allowedToThisThread()
    {
        try
        {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow()
                .replaceAll("\\S+\\s+", "");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
