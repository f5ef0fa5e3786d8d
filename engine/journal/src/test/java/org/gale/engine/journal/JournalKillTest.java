package org.gale.engine.journal;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test of a process that is killed while it appends, resumed and killed again: no acknowledged frame is lost (P11). */
class JournalKillTest
{
    private static final long SEED = 20_260_101;

    @TempDir
    private Path home;

    /** Process that appends until it is killed, and prints how many commands were acknowledged. */
    static final class Victim
    {
        private Victim()
        {
        }

        public static void main(final String[] arguments) throws IOException
        {
            final Path run = Path.of(arguments[0]);
            final Thread main = Thread.currentThread();
            final AtomicBoolean isTerminated = new AtomicBoolean();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                isTerminated.set(true);
                join(main);
            }));
            final SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
            final JournalWriter writer = Files.exists(run.resolve(JournalText.NAME)) ?
                new JournalOpening(Journals.SMALL).resume(run) : Journals.create(run, Journals.SMALL);
            boolean isAccepted = true;
            while (isAccepted && !isTerminated.get())
            {
                isAccepted = Journals.appendOne(writer, random.nextInt(1, 1_000));
                System.out.println(writer.nextSequence() - 1);
            }
            writer.close();
        }

        private static void join(final Thread thread)
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException exception)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void shouldCloseWhenTerminated() throws IOException, InterruptedException
    {
        final Path run = home.resolve("run");
        final Path output = home.resolve("output");
        final Process process = start(run, output, 1);
        awaitOutput(process, output);
        final JournalException exception =
            assertThrows(JournalException.class, () -> JournalReader.open(run), "refuses while it grows");
        assertEquals(JournalException.Reason.IN_USE, exception.reason());

        process.destroy();
        process.waitFor();

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> read(output));
        assertEquals(acknowledged(output), end.commands());
    }

    @Test
    void shouldKeepEveryAcknowledgedFrameWhenKilled() throws IOException, InterruptedException
    {
        kill(3);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void shouldKeepEveryAcknowledgedFrameWhenKilledManyTimes() throws IOException, InterruptedException
    {
        kill(850);
    }

    private void kill(final int times) throws IOException, InterruptedException
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final Path run = home.resolve("run");
        final Path output = home.resolve("output");
        long commands = 0;
        for (int turn = 0; turn < times; turn++)
        {
            final long before = commands;
            final Process process = start(run, output, random.nextLong());
            awaitOutput(process, output);
            LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(60)));
            process.destroyForcibly().waitFor();

            final JournalEnd end = Journals.read(run);

            final long acknowledged = acknowledged(output);
            assertEquals(JournalEnd.Status.LEFT, end.status(),
                () -> "seed " + SEED + ": " + (end.damage() == null ? "closed" : end.damage().message()));
            assertTrue(end.commands() >= acknowledged, "seed " + SEED + ": " + end.commands() + " of " + acknowledged);
            assertTrue(end.commands() > before);
            commands = end.commands();
        }
        JournalOpening.seal(run);
        assertEquals(commands, Journals.read(run).commands());
    }

    private static Process start(final Path run, final Path output, final long seed) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX:+Ignore"))
            .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
            System.getProperty("java.class.path"), Victim.class.getName(), run.toString(), String.valueOf(seed)));

        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static void awaitOutput(final Process process, final Path output) throws IOException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (acknowledged(output) < 0)
        {
            assertTrue(process.isAlive(), () -> read(output));
            assertTrue(System.nanoTime() < deadlineNs, () -> read(output));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Returns the last number that was printed whole, or −1. */
    private static long acknowledged(final Path output)
    {
        final String text = read(output);
        final int end = text.lastIndexOf('\n');
        final String line = end < 0 ? "" : text.substring(text.lastIndexOf('\n', end - 1) + 1, end);

        return line.matches("\\d+") ? Long.parseLong(line) : -1;
    }

    private static String read(final Path output)
    {
        try
        {
            return Files.readString(output);
        }
        catch (final IOException exception)
        {
            return exception.toString();
        }
    }
}
