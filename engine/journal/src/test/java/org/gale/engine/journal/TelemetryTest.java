package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that a journal opens no socket and starts no process, and no thread but its two helpers. */
@Isolated("counts threads and sockets of the process")
class TelemetryTest
{
    @TempDir
    private Path home;

    @Test
    void shouldOpenNoInternetSocketAndStartNoThreadOrProcess() throws IOException
    {
        final Set<String> sockets = internetSockets();
        final Set<String> threads = threads();
        final long processes = ProcessHandle.current().descendants().count();

        try (JournalWriter writer = Journals.create(home.resolve("run"), Journals.SMALL))
        {
            Journals.append(writer, 60, 500);

            assertEquals(sockets, internetSockets());
            assertEquals(processes, ProcessHandle.current().descendants().count());
            final Set<String> started = threads();
            started.removeAll(threads);
            assertEquals(Set.of("gale-journal-maker", "gale-journal-sealer"), started);
        }

        assertEquals(sockets, internetSockets());
        assertEquals(threads, threads());
        assertEquals(processes, ProcessHandle.current().descendants().count());
    }

    @Test
    void shouldSwitchChroniclesOwnOff()
    {
        ChronicleSettings.apply();

        assertEquals("true", System.getProperty("chronicle.analytics.disable"));
        assertEquals("true", System.getProperty("chronicle.disk.monitor.disable"));
        assertEquals("true", System.getProperty("chronicle.announcer.disable"));
        assertEquals("false", System.getProperty("background.releaser"));
    }

    @Test
    void shouldHaveNoTelemetryLibraryOnItsPath()
    {
        final ClassLoader loader = getClass().getClassLoader();

        assertEquals(null, loader.getResource("net/openhft/chronicle/analytics/Analytics.class"));
        assertEquals(null, loader.getResource("com/sun/jna/Native.class"));
        assertEquals(null, loader.getResource("net/openhft/affinity/Affinity.class"));
    }

    private static Set<String> threads()
    {
        return Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the sockets of this process that the kernel lists as internet sockets; a JVM's channels hold local ones.
     */
    private static Set<String> internetSockets() throws IOException
    {
        final Set<String> internet = new TreeSet<>();
        for (final String table : new String[]{ "tcp", "tcp6", "udp", "udp6", "raw", "raw6" })
        {
            final Path file = Path.of("/proc/self/net", table);
            if (Files.exists(file))
            {
                Files.readAllLines(file).stream().skip(1)
                    .forEach(line -> internet.add("socket:[" + line.trim().split("\\s+", 11)[9] + "]"));
            }
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd")))
        {
            return descriptors.map(TelemetryTest::target).filter(internet::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String target(final Path descriptor)
    {
        try
        {
            return Files.readSymbolicLink(descriptor).toString();
        }
        catch (final IOException exception)
        {
            return "";                                                          // closed meanwhile
        }
    }
}
