package org.gale.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings that a storm and its strawman share.
 *
 * @param seconds  length
 * @param journal  an existing directory below which a journal is made, or {@code none}
 * @param isForced true to run with durability {@code forced}, false with {@code process}
 * @param gale     path of the command that runs storms
 */
record BenchmarkSettings(int seconds, String journal, boolean isForced, String gale)
{
    /** Folder of a journal that is not on a disk. */
    static final String MEMORY = "/dev/shm";
    static final String NONE = "none";
    /** Profile of the default storm. */
    static final String DEFAULT = "default";

    /** Warm-up where it matters: the compilers take 8 % of a core from a storm of two seconds, 1.5 % later. */
    static final int WARMUP_SECONDS = 5;
    /** Default storm with this warm-up. */
    static final String WARM = DEFAULT + " --warmup " + WARMUP_SECONDS + 's';

    private static final int WARM_SECONDS_FACTOR = 2;
    /** Count beyond the deliveries of any storm, which thus ends by its duration. */
    private static final String ENDLESS = "1000G";

    /** Makes settings for storms that are {@link #WARM} and then last twice as long as others, journal on tmpfs. */
    static BenchmarkSettings warm(final Effort effort, final String gale)
    {
        return new BenchmarkSettings(
            WARMUP_SECONDS + WARM_SECONDS_FACTOR * effort.stormSeconds(), MEMORY, false, gale);
    }

    boolean isJournaled()
    {
        return !journal.equals(NONE);
    }

    List<String> strawmanCommand(final String javaHome)
    {
        final List<String> words = new ArrayList<>();
        words.add(Path.of(javaHome, "bin", "java").toString());
        words.addAll(Flags.ALL);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Strawman.class.getName(),
            "--seconds", Integer.toString(seconds), "--journal", journal,
            "--durability", isForced ? "forced" : "process"));

        return words;
    }

    /**
     * Returns the command that runs a class of the benchmarks.
     *
     * @param arguments name of the class, and its command line
     */
    List<String> javaCommand(final String javaHome, final List<String> arguments)
    {
        final List<String> words = new ArrayList<>();
        words.add(Path.of(javaHome, "bin", "java").toString());
        words.addAll(Flags.ALL);
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(arguments);

        return words;
    }

    /**
     * Returns the command that runs a storm.
     *
     * @param profile of the traffic, and further words of the command line behind it
     */
    List<String> stormCommand(final String profile, final String journalDirectory, final boolean isReplayed)
    {
        final List<String> words = new ArrayList<>(List.of(gale, "storm"));
        words.addAll(List.of(profile.split(" ")));
        words.addAll(List.of("--json", "-", "--duration", seconds + "s", "--count", ENDLESS, "--journal",
            journalDirectory));
        if (isJournaled())
        {
            words.addAll(List.of("--durability", isForced ? "forced" : "process"));
        }
        if (!isReplayed)
        {
            words.add("--no-replay");
        }

        return words;
    }

    /** Returns the path of the command beside the benchmarks' jar. */
    static String galeOfThisBuild()
    {
        final URI jar = URI.create(BenchmarkSettings.class.getProtectionDomain().getCodeSource().getLocation(
            ).toString());
        final Path benchmarks = Path.of(jar).toAbsolutePath().getParent().getParent();

        return benchmarks.resolveSibling("engine").resolve("bin").resolve("gale").toString();
    }
}
