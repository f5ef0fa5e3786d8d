package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runner of {@code gale} on a tmpfs of a few MiB, in a separate user and mount namespace. No privilege is needed, and
 * nothing stays mounted. The files are copied to a directory that stays. Used by one test.
 */
final class SmallVolume
{
    /** Reason why tests that need a volume are skipped. */
    static final String NOT_PERMITTED =
        "no full disk to test on: this host does not let us mount a tmpfs in a user namespace (unshare -rm)";

    private static final long LIMIT_S = 300;
    private static final int EXIT_NO_MOUNT = 4;
    private static final String MOUNT =
        "mount -t tmpfs -o size=\"$SIZE\" gale \"$MOUNT\" || exit " + EXIT_NO_MOUNT + "\n";
    private static final String LEAVE = "cp -r \"$MOUNT/run\" \"$OUT/run\"\n";

    /**
     * Shell script of a storm. The head of the report is printed after the journal is made and before its first frame:
     * then the space is used up.
     */
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

    /** Shell script of a storm whose RAM has no space on the volume, and whose report replaces an earlier one there. */
    private static final String RAM = MOUNT +
        "echo earlier >\"$MOUNT/report.json\"\n" +
        "\"$@\" --journal \"$OUT/run\" --ram-file \"$MOUNT/ram\" --json \"$MOUNT/report.json\" " +
        ">\"$OUT/stdout\" 2>\"$OUT/stderr\"\n" +
        "echo $? >\"$OUT/exit\"\n" +
        "ls \"$MOUNT\" >\"$OUT/left\"\n";

    /** Shell script of a storm that finds no space for segments of a journal. */
    private static final String FULL = MOUNT +
        "head -c \"$FILL\" /dev/zero >\"$MOUNT/filler\"\n" +
        "\"$@\" --journal \"$MOUNT/run\" >\"$OUT/stdout\" 2>\"$OUT/stderr\"\n" +
        "echo $? >\"$OUT/exit\"\n" + LEAVE;

    private static final String SCRIPT = MOUNT +
        "head -c \"$FILL\" /dev/zero >\"$MOUNT/filler\"\n" +
        "yes 'sysr 0 el1 ICC_ICSR_EL1' | \"$@\" --journal \"$MOUNT/run\" >\"$OUT/stdout\" 2>\"$OUT/stderr\"\n" +
        "echo $? >\"$OUT/exit\"\n" + LEAVE;

    /** Shell script with a limit of the length of files instead of a volume, in blocks of 512 bytes as in POSIX. */
    private static final String LIMITED = "ulimit -f \"$SIZE\" || exit " + EXIT_NO_MOUNT + "\n" +
        "\"$@\" >\"$OUT/stdout\" 2>\"$OUT/stderr\"\n" +
        "echo $? >\"$OUT/exit\"\n";

    private final Path directory;

    /** Makes a runner. Afterwards the directory holds run, stdout, stderr, and of a storm report.json. */
    SmallVolume(final Path directory)
    {
        this.directory = directory;
    }

    static boolean isPermitted() throws IOException, InterruptedException
    {
        return new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m gale /tmp")
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    /** Runs a storm that finds enough space at its beginning, before another file uses a number of bytes. */
    int storm(final String size, final long fillBytes, final String... arguments)
        throws IOException, InterruptedException
    {
        return run(true, STORM, size, fillBytes, "storm", arguments);
    }

    /** Runs a storm with RAM in a file on the volume. Afterwards {@code left} names the files of the volume. */
    int stormWithRam(final String size, final String... arguments) throws IOException, InterruptedException
    {
        return run(true, RAM, size, 0, "storm", arguments);
    }

    /** Runs a storm on a volume where a number of bytes are used already. */
    int stormOnFull(final String size, final long fillBytes, final String... arguments)
        throws IOException, InterruptedException
    {
        return run(true, FULL, size, fillBytes, "storm", arguments);
    }

    /** Runs a script of commands without end on a volume where a number of bytes are used already. */
    int script(final String size, final long fillBytes) throws IOException, InterruptedException
    {
        return run(true, SCRIPT, size, fillBytes, "script");
    }

    /** Runs a journaled storm whose files are limited to a number of blocks of 512 bytes; it needs no mount. */
    int stormOfShortFiles(final int blocks, final String... arguments) throws IOException, InterruptedException
    {
        return stormInto(journal().toString(), blocks, arguments);
    }

    /** Runs a storm as {@link #stormOfShortFiles} does, but without a journal. */
    int stormOfShortFilesAlone(final int blocks, final String... arguments) throws IOException, InterruptedException
    {
        return stormInto("none", blocks, arguments);
    }

    private int stormInto(final String journal, final int blocks, final String... arguments)
        throws IOException, InterruptedException
    {
        final List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--journal", journal));

        return run(false, LIMITED, Integer.toString(blocks), 0, "storm", words.toArray(new String[0]));
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
        words.addAll(List.of("sh", "-c", script, "sh"));
        words.addAll(GaleWords.of());
        words.add(command);
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
