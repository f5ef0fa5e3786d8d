package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.tests.support.Await;

/** Process of {@code gale} with a separate directory for temporary files. Used by one test. */
final class StormProcess implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Bits of the signals 1, 2 and 15 (HUP, INT, TERM) in a mask of the kernel. */
    private static final long ENDING_SIGNALS = 0x4003;
    private static final String IGNORED = "SigIgn:";

    private final Path directory;
    private final Process process;

    /** Starts {@code gale storm}. Its files stdout, stderr and tmp lie in the directory. */
    StormProcess(final Path directory, final String... arguments) throws IOException
    {
        this(directory, Stream.concat(Stream.of("storm"), Stream.of(arguments)).toList());
    }

    /** Starts {@code gale} with any command. */
    StormProcess(final Path directory, final List<String> arguments) throws IOException
    {
        this(directory, arguments, Map.of());
    }

    /** Starts {@code gale} with any command and more variables in its environment. */
    StormProcess(final Path directory, final List<String> arguments, final Map<String, String> environment)
        throws IOException
    {
        this(directory, GaleWords.of(temporaryFlag(directory)), arguments, environment);
    }

    private StormProcess(final Path directory, final List<String> program, final List<String> arguments,
        final Map<String, String> environment) throws IOException
    {
        this.directory = directory;
        final List<String> command = new ArrayList<>(defaultSignals());
        command.addAll(program);
        command.addAll(arguments);
        final ProcessBuilder builder = new ProcessBuilder(command)
            .redirectOutput(directory.resolve("stdout").toFile())
            .redirectError(directory.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("XDG_RUNTIME_DIR", Files.createDirectories(directory.resolve("run")).toString());
        process = builder.start();
    }

    /** Starts a class of the tests, which knows the classes of {@code gale}. */
    static StormProcess ofTest(final Path directory, final Class<?> main, final String... arguments) throws IOException
    {
        return new StormProcess(
            directory, GaleWords.ofTest(main, temporaryFlag(directory)), List.of(arguments), Map.of());
    }

    /** Ends its standard input. */
    void endInput() throws IOException
    {
        process.getOutputStream().close();
    }

    /** Makes the directory for temporary files, and returns the flag that names it. */
    private static String temporaryFlag(final Path directory) throws IOException
    {
        return "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp"));
    }

    /**
     * Returns what to put before a command so that signals end it. Tests that {@code nohup} or a shell started in the
     * background ignore some, and every process below inherits that.
     *
     * @return words; none where no signal is ignored
     */
    private static List<String> defaultSignals() throws IOException
    {
        final String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith(IGNORED)).findFirst().orElseThrow().substring(IGNORED.length()).trim();

        return (Long.parseUnsignedLong(mask, 16) & ENDING_SIGNALS) == 0 ? List.of() :
            List.of("env", "--default-signal=HUP,INT,TERM");
    }

    /** Waits until stdout meets a condition. */
    void awaitOut(final Predicate<String> isThere, final String what)
    {
        Await.until(() -> isThere.test(out()) || !process.isAlive(), LIMIT, what);
    }

    /**
     * Waits until a number of bytes are written below the directory for temporary files, so that a storm is under way.
     */
    void awaitJournal(final long bytes)
    {
        Await.until(() -> temporaryBytes() >= bytes || !process.isAlive(), LIMIT, "a journal of " + bytes + " bytes");
    }

    /** Waits until guests have acknowledged so many interrupts, by the counters of the run. */
    void awaitDelivered(final long count)
    {
        Await.until(() -> delivered() >= count || !process.isAlive(), LIMIT, count + " interrupts");
    }

    /** Waits until a file exists. */
    void awaitFile(final Path file)
    {
        Await.until(() -> Files.exists(file) || !process.isAlive(), LIMIT, file.toString());
    }

    /** Kills the process like {@code kill -9} and waits until it is dead. */
    void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    long pid()
    {
        return process.pid();
    }

    void signal(final String name) throws IOException, InterruptedException
    {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /** Stops the process for some seconds. */
    void pause(final String seconds) throws IOException, InterruptedException
    {
        new ProcessBuilder("sh", "-c", "kill -STOP $0 && sleep $1 && kill -CONT $0", Long.toString(process.pid()),
            seconds).inheritIO().start().waitFor();
    }

    int exitCode() throws InterruptedException
    {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
        {
            throw new AssertionError("it did not end:\n" + out() + err());
        }

        return process.exitValue();
    }

    String out()
    {
        return text("stdout");
    }

    String err()
    {
        return text("stderr");
    }

    /** Returns the remaining temporary journals. */
    List<Path> temporaryJournals() throws IOException
    {
        return temporary("gale-");
    }

    /** Returns the journals of rehearsals in the temporary directory. */
    List<Path> rehearsals() throws IOException
    {
        return temporary(".gale-rehearsal-");
    }

    private List<Path> temporary(final String prefix) throws IOException
    {
        try (Stream<Path> paths = Files.list(directory.resolve("tmp")))
        {
            return paths.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }

    private long delivered()
    {
        try
        {
            return CountersPlace.in(directory.resolve("run")).find(null).stream()
                .mapToLong(run -> run.value(RunCounter.DELIVERED)).sum();
        }
        catch (final IOException ex)                                            // it began or ended meanwhile
        {
            return 0;
        }
    }

    private long temporaryBytes()
    {
        try (Stream<Path> paths = Files.walk(directory.resolve("tmp")))
        {
            return paths.filter(path -> path.toString().endsWith(".cq4")).mapToLong(StormProcess::allocated).sum();
        }
        catch (final IOException | java.io.UncheckedIOException ex)             // it changes meanwhile
        {
            return 0;
        }
    }

    private static long allocated(final Path path)
    {
        try
        {
            return Files.size(path);
        }
        catch (final IOException ex)
        {
            return 0;
        }
    }

    private String text(final String name)
    {
        try
        {
            return Files.readString(directory.resolve(name));
        }
        catch (final IOException ex)
        {
            throw new java.io.UncheckedIOException(ex);
        }
    }
}
