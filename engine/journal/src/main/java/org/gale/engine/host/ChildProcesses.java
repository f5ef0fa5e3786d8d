package org.gale.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Processes that this one starts, and waits for. A Ctrl-C of the terminal does not reach them: their parent ends them
 * in good order. Where the host has {@code setpriv}, they do not outlive the thread that started them. Owner: one
 * thread, but for {@link #wake}.
 */
public final class ChildProcesses
{
    private static final String LONG = "--";                    // begins an option of setpriv
    private static final String SHIELD = "trap '' INT HUP; command -v setpriv >/dev/null && " +
        "exec setpriv " + LONG + "pdeathsig KILL \"$0\" \"$@\"; exec \"$0\" \"$@\"";
    private static final String RESIDENT = "VmRSS:";
    private static final int KIB_SHIFT = 10;

    private final Semaphore changes = new Semaphore(0);

    /** One process. */
    public static final class Child
    {
        private final Process process;

        private Child(final Process process)
        {
            this.process = process;
        }

        /** Returns whether the process has not ended yet. */
        public boolean isAlive()
        {
            return process.isAlive();
        }

        /** Returns the exit code of a process that has ended: 128 and the number of the signal that ended it. */
        public int exitCode()
        {
            return process.exitValue();
        }

        /** Returns the resident size in bytes; 0 for a process that has ended. */
        public long residentBytes()
        {
            try
            {
                return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"), StandardCharsets.ISO_8859_1)
                    .stream().filter(line -> line.startsWith(RESIDENT)).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << KIB_SHIFT).orElse(0L);
            }
            catch (final IOException ex)
            {
                return 0;                                       // it has ended, which its owner sees next
            }
        }

        /** Asks the process to end in good order. */
        public void stop()
        {
            process.destroy();
        }

        /** Ends the process at once. */
        public void kill()
        {
            process.destroyForcibly();
        }
    }

    /** Returns a name that no other process has, on any host. */
    public static String token()
    {
        return ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }

    /**
     * Starts a process without input.
     *
     * @param words of its command line
     * @param out   file for its standard output
     * @param err   file for its standard error
     */
    public Child start(final List<String> words, final Path out, final Path err) throws IOException
    {
        final List<String> shielded = new ArrayList<>(List.of("/bin/sh", "-c", SHIELD));
        shielded.addAll(words);
        final Process process = new ProcessBuilder(shielded).redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        final CompletableFuture<Void> unused = process.onExit().thenRun(changes::release);   // a release cannot fail

        return new Child(process);
    }

    /** Waits until a process ends, until it is woken, or until a time has passed. */
    public void await(final long timeoutNs)
    {
        try
        {
            if (changes.tryAcquire(timeoutNs, TimeUnit.NANOSECONDS))
            {
                changes.drainPermits();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the wait of the owner. Any thread may call it. */
    public void wake()
    {
        changes.release();
    }
}
