package org.gale.engine.hunt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.machine.IgnoredOperation;

/**
 * Runner of a user's program, with a socket for each run in a directory of its own.
 *
 * <p><b>Threads</b> Any thread may run the program and close the runner.
 *
 * <p><b>Guarantees</b> When a run has ended, its process has ended and its socket is removed. When the runner is
 * closed, no process and no directory is left.
 *
 * <p><b>Assumptions</b> The directory for temporary files has room for the output of the programs.
 *
 * <p><b>Progress</b> A program that does not end in time is asked to end, and killed soon after.
 */
public final class ProgramRunner implements AutoCloseable
{
    private static final String SOCKET = "GALE_SOCKET";
    private static final String NAME = "gale-hunt-";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long GRACE_NS = 500_000_000L;
    /** Property of the JDK that says how a process is started. */
    private static final String LAUNCH = "jdk.lang.Process.launchMechanism";
    /** First Java version that warns of a start without a helper. */
    private static final int HELPED_FROM = 25;
    private static final int OUTPUT_LIMIT = 1 << 16;
    private static final int TAIL_LINES = 50;
    /** Exit code of a program that a signal ended, less the number of the signal. */
    private static final int SIGNALLED = 128;
    private static final Set<String> QUERIES = Set.of("signal", "hppi", "vhppi", "ppihppi", "vppihppi", "stats",
        "inspect", "explain", "digest", "help", "notices");

    static
    {
        startWithoutHelper();
    }

    private final HuntPlan plan;
    private final Path directory;
    private final ExecutorService threads = ThreadHost.growing("gale-hunt-session-");
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** Makes a runner with a directory of its own. */
    public ProgramRunner(final HuntPlan plan) throws IOException
    {
        this.plan = plan;
        this.directory = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, NAME) :
            Files.createTempDirectory(NAME);
    }

    /**
     * Runs the program once.
     *
     * @param slot   number of the thread that runs it, whose files it uses
     * @param delays KEY=VALUE word with the delays of operations
     * @throws IOException if the program cannot be started
     */
    HuntRun run(final int slot, final String delays) throws IOException
    {
        final List<String> keys = new ArrayList<>(plan.keys());
        keys.add(delays);
        if (plan.isStrict() && plan.keys().stream().noneMatch(word -> word.startsWith("strict=")))
        {
            keys.add("strict=1");
        }
        if (!Files.isDirectory(directory))
        {
            throw new OutcomeException(Outcome.RESOURCES, "the hunt cannot go on: its directory " + directory +
                " was removed (let the program remove nothing but its socket)");
        }
        final RunSocket socket = new RunSocket(directory.resolve(slot + ".sock"), keys, threads);
        int exitCode = -1;
        List<HuntSession> sessions = List.of();
        try
        {
            exitCode = execute(slot);
        }
        finally
        {
            sessions = socket.end(GRACE_NS);
        }

        return judged(exitCode, sessions);
    }

    /** Returns the output of the last program of a slot, its end if it is long. */
    String output(final int slot) throws IOException
    {
        final byte[] all = Files.readAllBytes(log(slot));
        final int begin = Math.max(0, all.length - OUTPUT_LIMIT);

        return new String(all, begin, all.length - begin, StandardCharsets.UTF_8);
    }

    /** Ends all programs, and removes the directory. */
    @Override
    public synchronized void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        processes.forEach(ProgramRunner::kill);
        threads.shutdown();
        killLeft();
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final NoSuchFileException ex)
        {
            return;                                             // the program removed it
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot remove " + directory, ex);
        }
    }

    /** Lets the JDK start a program without the program that it starts first otherwise, which takes as long again. */
    private static void startWithoutHelper()
    {
        if (Runtime.version().feature() < HELPED_FROM && Files.isDirectory(Path.of("/proc/self")) &&
            System.getProperty(LAUNCH) == null)
        {
            System.setProperty(LAUNCH, "VFORK");
        }
    }

    /** Ends the processes that a program has left, which still have the path of a socket of this runner. */
    private void killLeft()
    {
        ProcessHandle.allProcesses().filter(process -> process.pid() != ProcessHandle.current().pid() &&
            hasSocket(Path.of("/proc/" + process.pid() + "/environ"))).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean hasSocket(final Path environment)
    {
        try
        {
            return Files.readString(environment, StandardCharsets.ISO_8859_1)
                .contains(SOCKET + '=' + directory + '/');
        }
        catch (final IOException ex)
        {
            return false;                                       // it has ended, or is that of another user
        }
    }

    private Path log(final int slot)
    {
        return directory.resolve(slot + ".log");
    }

    private int execute(final int slot) throws IOException
    {
        final ProcessBuilder builder = new ProcessBuilder(plan.words()).redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(log(slot).toFile());
        builder.environment().put(SOCKET, directory.resolve(slot + ".sock").toString());
        final Process process = builder.start();
        processes.add(process);
        try
        {
            if (isClosed)
            {
                throw new HuntEndedException();
            }
            final boolean isEnded = process.waitFor(plan.timeoutNs(), TimeUnit.NANOSECONDS);
            if (isClosed)
            {
                throw new HuntEndedException();
            }
            if (isEnded)
            {
                return process.exitValue();
            }
            process.destroy();
            if (!process.waitFor(GRACE_NS, TimeUnit.NANOSECONDS))
            {
                kill(process);
                process.waitFor(GRACE_NS, TimeUnit.NANOSECONDS);    // a program that was killed goes soon, not at once
            }

            return -1;
        }
        catch (final InterruptedException ex)
        {
            throw new HuntEndedException();
        }
        finally
        {
            kill(process);
            processes.remove(process);
        }
    }

    /** Kills a program and what it started. */
    private static void kill(final Process process)
    {
        if (process.isAlive())
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private HuntRun judged(final int exitCode, final List<HuntSession> sessions)
    {
        for (final HuntSession session : sessions)
        {
            if (session.refused() != null)
            {
                return new HuntRun(HuntRun.Check.KEYS, session.refused(), exitCode, sessions);
            }
        }
        final HuntRun.Check check;
        final String reason;
        final HuntSession broken = sessions.stream().filter(one -> one.broken() != null).findFirst().orElse(null);
        final HuntSession wrong = sessions.stream().filter(one -> one.ignored() + one.softwareErrors() != 0)
            .findFirst().orElse(null);
        if (broken != null)
        {
            check = HuntRun.Check.PROMISE;
            reason = "a promise broke: " + broken.broken().getMessage();
        }
        else if (exitCode == -1)
        {
            check = HuntRun.Check.TIMEOUT;
            reason = "the program did not end within its time limit" + waitsByQueries(sessions);
        }
        else if (exitCode != 0)
        {
            check = HuntRun.Check.EXIT;
            reason = "the program ended with exit code " + exitCode + (exitCode > SIGNALLED ? " (signal " +
                (exitCode - SIGNALLED) + ')' : "");
        }
        else if (plan.isStrict() && wrong != null)
        {
            check = HuntRun.Check.STRICT;
            reason = wrong.named().isEmpty() ? "software error" + reported(wrong) : ignored(wrong.named().get(0));
        }
        else
        {
            check = HuntRun.Check.NONE;
            reason = "";
        }

        return new HuntRun(check, reason, exitCode, sessions);
    }

    private static String reported(final HuntSession session)
    {
        final List<OperationLog.Report> reports = session.log().reports();

        return reports.isEmpty() ? "" : " of command " + reports.get(0).command() + ": " + reports.get(0).text();
    }

    private static String ignored(final IgnoredOperation operation)
    {
        return operation.register() + " of command " + operation.command() + " was ignored, because " +
            operation.before() + " of command " + operation.begun() + " was under way";
    }

    private static String waitsByQueries(final List<HuntSession> sessions)
    {
        for (final HuntSession session : sessions)
        {
            final byte[] input = session.input();
            final int begin = Math.max(0, input.length - OUTPUT_LIMIT);
            final List<String> lines =
                new String(input, begin, input.length - begin, StandardCharsets.ISO_8859_1).lines().toList();
            final List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            if (tail.size() == TAIL_LINES &&
                tail.stream().allMatch(line -> QUERIES.contains(line.strip().split("\\s+", 2)[0])))
            {
                return ": it waits by queries alone, in which no time passes (send clock_step)";
            }
        }

        return "";
    }
}
