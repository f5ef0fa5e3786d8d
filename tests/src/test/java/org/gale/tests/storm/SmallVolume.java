package org.gale.tests.storm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code gale} on a tmpfs of a few MiB, in a user and a mount namespace of its own, so that no privilege is
 * needed and nothing is left mounted. What was written there is copied to a directory that stays. Used by one test.
 */
final class SmallVolume
{
    /** Why tests that need one are skipped. */
    static final String NOT_PERMITTED =
        "no full disk to test on: this host does not let us mount a tmpfs in a user namespace (unshare -rm)";

    private static final long LIMIT_S = 100;
    private static final int EXIT_NO_MOUNT = 4;
    private static final String MOUNT =
        "mount -t tmpfs -o size=\"$SIZE\" gale \"$MOUNT\" || exit " + EXIT_NO_MOUNT + "\n";
    private static final String LEAVE = "cp -r \"$MOUNT/run\" \"$OUT/run\"\n";

    /** The head of the report comes when the journal is there and nothing is in it yet: then the space goes. */
    private static final String STORM = MOUNT +
        "{\n" +
        "    \"$@\" --journal \"$MOUNT/run\" --json \"$OUT/report.json\" 2>\"$OUT/stderr\"\n" +
        "    echo $? >\"$OUT/exit\"\n" +
        "} |\n" +
        "while IFS= read -r line\n" +
        "do\n" +
        "    case $line in\n" +
        "        'journal  process'*) head -c \"$FILL\" /dev/zero >\"$MOUNT/filler\" 2>\"$OUT/fill\" ;;\n" +
        "    esac\n" +
        "    printf '%s\\n' \"$line\"\n" +
        "done >\"$OUT/stdout\"\n" + LEAVE;

    private static final String SCRIPT = MOUNT +
        "head -c \"$FILL\" /dev/zero >\"$MOUNT/filler\"\n" +
        "yes 'sysr 0 el1 ICC_ICSR_EL1' | \"$@\" --journal \"$MOUNT/run\" >\"$OUT/stdout\" 2>\"$OUT/stderr\"\n" +
        "echo $? >\"$OUT/exit\"\n" + LEAVE;

    /** No volume, but no file may be longer: in blocks of 512 bytes, as POSIX has it. */
    private static final String LIMITED = "ulimit -f \"$SIZE\" || exit " + EXIT_NO_MOUNT + "\n" +
        "\"$@\" --journal \"$OUT/run\" >\"$OUT/stdout\" 2>\"$OUT/stderr\"\n" +
        "echo $? >\"$OUT/exit\"\n";

    private final Path directory;

    /** Files lie in the directory afterwards: run, stdout, stderr, and of a storm report.json. */
    SmallVolume(final Path directory)
    {
        this.directory = directory;
    }

    static boolean isPermitted() throws IOException, InterruptedException
    {
        return new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m gale /tmp")
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    /** A storm that finds the space it wants when it begins, and then somebody else takes so many bytes. */
    int storm(final String size, final long fillBytes, final String... arguments)
        throws IOException, InterruptedException
    {
        return run(true, STORM, size, fillBytes, "storm", arguments);
    }

    /** A script of commands without end, where so many bytes are taken already. */
    int script(final String size, final long fillBytes) throws IOException, InterruptedException
    {
        return run(true, SCRIPT, size, fillBytes, "script");
    }

    /** A storm of which no file may be longer than so many blocks of 512 bytes; it needs no mount. */
    int stormOfShortFiles(final int blocks, final String... arguments) throws IOException, InterruptedException
    {
        return run(false, LIMITED, Integer.toString(blocks), 0, "storm", arguments);
    }

    Path journal()
    {
        return directory.resolve("run");
    }

    String text(final String name) throws IOException
    {
        return Files.readString(directory.resolve(name));
    }

    private int run(final boolean isOnVolume, final String script, final String size, final long fillBytes,
        final String command, final String... arguments) throws IOException, InterruptedException
    {
        final List<String> words = new ArrayList<>(isOnVolume ? List.of("unshare", "-rm") : List.of());
        words.addAll(List.of("sh", "-c", script, "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(argument ->
            argument.startsWith("--") || argument.startsWith("-XX:+Ignore")).forEach(words::add);
        words.addAll(List.of(StormProcess.MAIN, command));
        words.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(words)
            .redirectErrorStream(true).redirectOutput(directory.resolve("sh").toFile());
        builder.environment().put("MOUNT", Files.createDirectories(directory.resolve("volume")).toString());
        builder.environment().put("OUT", directory.toString());
        builder.environment().put("SIZE", size);
        builder.environment().put("FILL", Long.toString(fillBytes));
        final Process process = builder.start();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS))
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("it did not end:\n" + text("sh") + text("stderr"));
        }
        if (process.exitValue() != 0)
        {
            throw new AssertionError("exit code " + process.exitValue() + " of the shell:\n" + text("sh"));
        }

        return Integer.parseInt(text("exit").strip());
    }
}
