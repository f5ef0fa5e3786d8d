package org.gale.tests.storm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Words that start {@code gale} in a JVM that lives for a second or two. They name its jar and an archive of its parsed
 * classes, as the launcher does; without a jar they name the classes of this test.
 */
public final class GaleWords
{
    private static final String MAIN = "org.gale.engine.cli.GaleCommand";
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    /** Flags of a short life: half of its time the second compiler would have. */
    private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData",
        "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8");
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Optional<Path> JAR = Stream.of(CLASS_PATH.split(File.pathSeparator, -1)).map(Path::of)
        .filter(path -> path.endsWith("gale.jar")).findFirst();
    private static final List<String> FLAGS = flags();

    private GaleWords()
    {
    }

    /**
     * Returns the words, to which those of a command are to be added.
     *
     * @param flags more flags of the JVM
     */
    public static List<String> of(final String... flags)
    {
        final List<String> words = start(flags);
        words.addAll(JAR.map(jar -> List.of("-jar", jar.toString())).orElse(List.of("-cp", CLASS_PATH, MAIN)));

        return words;
    }

    /**
     * Returns the words that start a class of the tests, which knows the classes of {@code gale}.
     *
     * @param flags more flags of the JVM
     */
    public static List<String> ofTest(final Class<?> main, final String... flags)
    {
        final List<String> words = start(flags);
        words.addAll(List.of(
            "-cp", JAR.map(jar -> jar + File.pathSeparator).orElse("") + CLASS_PATH, main.getName()));

        return words;
    }

    private static List<String> start(final String... flags)
    {
        final List<String> words = new ArrayList<>(List.of(JAVA));
        words.addAll(QUICK);
        words.addAll(List.of(flags));
        words.addAll(FLAGS);

        return words;
    }

    private static List<String> flags()
    {
        final List<String> flags = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(word -> word.startsWith("--") || word.startsWith("-XX:+Ignore")).toList());
        if (JAR.isPresent())
        {
            try
            {
                flags.addAll(archive(JAR.get(), flags));
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }

        return flags;
    }

    /** Returns the flags that name an archive of the classes of a jar, which is made once for each jar and JDK. */
    private static List<String> archive(final Path jar, final List<String> flags) throws IOException
    {
        final Path archive = Path.of("target", "gale-" + Runtime.version().feature() + '-' +
            Files.getLastModifiedTime(jar).toMillis() + ".jsa").toAbsolutePath();
        if (Files.notExists(archive))
        {
            final Path made = Files.createTempDirectory(archive.getParent(), "archive-");
            final String list = made.resolve("list").toString();
            run(made, flags, "-XX:DumpLoadedClassList=" + list, "-Dgale.training=true", "-jar", jar.toString(),
                made.resolve("training").toString());
            run(made, flags, "-Xshare:dump", "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + made.resolve("jsa"), "-cp", jar.toString());
            Files.move(made.resolve("jsa"), archive, StandardCopyOption.ATOMIC_MOVE);
        }

        return List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off",
            "-Xlog:class+path=off");
    }

    private static void run(final Path made, final List<String> flags, final String... more) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of(JAVA));
        words.addAll(QUICK);
        words.addAll(flags);
        words.addAll(List.of(more));
        final Process training = new ProcessBuilder(words).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(made.resolve("log").toFile())).start();
        if (training.onExit().join().exitValue() != 0)
        {
            throw new IOException("no archive of classes: see " + made.resolve("log"));
        }
    }
}
