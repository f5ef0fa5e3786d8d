package org.gale.tests.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalLimit;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;

/**
 * Journals that are committed as test data, and the program that records them. A change that raises the version of the
 * journal or of its commands records them anew in the same commit.
 */
public final class CommittedJournals
{
    /** Names of storms. */
    static final List<String> STORMS = List.of("storm", "storm-forced", "storm-limited");
    /** Names of sessions, and of the transcripts whose commands they applied. The last one loses an interrupt. */
    static final Map<String, String> SESSIONS = Map.of("session", "generated/oracle-mixed-01.gt.gz",
        "kvm-session", "generated/kvm-mixed-01.gt.gz", "msix-session", "msix/session.gt",
        "loss-session", "notices/legacy-loss.gt");
    static final String LOSS_SESSION = "loss-session";
    /** Name of the journal of a session whose file has version 3. It is kept as that build wrote it, and refused. */
    static final String OLD_SESSION = "old-session";

    private static final long LIMIT_BYTES = 9 << 20;
    private static final long FORCE_EVERY_NS = 1_000_000;
    private static final int FORCE_EVERY_FRAMES = 8;
    private static final String RESOURCES = "/journals/";
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private CommittedJournals()
    {
    }

    /** Unpacks a committed journal into a directory and returns that directory. */
    public static Path unpack(final String name, final Path directory) throws IOException
    {
        try (InputStream raw = CommittedJournals.class.getResourceAsStream(RESOURCES + name + ".zip");
            ZipInputStream in = new ZipInputStream(raw))
        {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
            {
                final Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        }

        return directory;
    }

    /** Returns the digest that the recorder of a journal stored: that of its run, for a session that of the state. */
    static long digest(final String name) throws IOException
    {
        try (InputStream in = CommittedJournals.class.getResourceAsStream(RESOURCES + "digests.txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                .filter(line -> line.startsWith(name + ' '))
                .map(line -> Long.parseUnsignedLong(line.substring(name.length() + 1), 16)).findFirst().orElseThrow();
        }
    }

    /**
     * Records all journals but the old one.
     *
     * @param arguments the directory of the resources, and a directory for files that are not packed yet
     */
    public static void main(final String[] arguments) throws IOException, InterruptedException
    {
        final Path resources = Files.createDirectories(Path.of(arguments[0]));
        final Path work = Path.of(arguments[1]);
        final Map<String, Long> digests = new TreeMap<>();
        for (final String name : STORMS)
        {
            final StormResult result = Storms.run(work.resolve(name), config(name), storm(name));
            if (result.verdict().failure() != null)
            {
                throw new IllegalStateException(result.verdict().failure());
            }
            digests.put(name, result.journal().runDigest());
        }
        for (final Map.Entry<String, String> session : SESSIONS.entrySet())
        {
            digests.put(session.getKey(), Sessions.play(work.resolve(session.getKey()), JournalConfig.DEFAULT,
                Sessions.commands(session.getValue())));
        }
        final StringBuilder lines = new StringBuilder();
        for (final String name : digests.keySet())
        {
            pack(work.resolve(name), resources.resolve(name + ".zip"));
            lines.append(String.format("%s %016x%n", name, digests.get(name)));
        }
        Files.writeString(resources.resolve("digests.txt"), lines);
    }

    private static JournalConfig config(final String name)
    {
        return switch (name)
        {
            case "storm-forced" -> JournalConfig.DEFAULT.forced(FORCE_EVERY_FRAMES, FORCE_EVERY_NS);
            case "storm-limited" -> JournalLimit.apply(JournalConfig.DEFAULT, LIMIT_BYTES);
            default -> JournalConfig.DEFAULT;
        };
    }

    private static StormConfig storm(final String name)
    {
        return switch (name)
        {
            case "storm-forced" -> storm(2, 64, 1_000_000, 8_000);
            case "storm-limited" -> storm(1, 32, 0, 800_000);
            default -> storm(2, 64, 0, 30_000);
        };
    }

    private static StormConfig storm(final int vms, final int events, final int ratePerS, final int count)
    {
        return StormConfigs.parse("vms=" + vms + " vpes=2 pes=" + 2 * vms + " lpis=" + 2 * events +
            " devices=2 events=" + events + " rate=" + ratePerS + ".0 arrivals=poisson duration_ns=40000000000 count=" +
            count + " seed=7 latency=16 window=0");
    }

    private static void pack(final Path directory, final Path zip) throws IOException
    {
        try (OutputStream raw = Files.newOutputStream(zip); ZipOutputStream out = new ZipOutputStream(raw);
            Stream<Path> files = Files.walk(directory))
        {
            out.setLevel(9);
            files.filter(Files::isRegularFile).sorted().forEach(file -> add(out, directory, file));
        }
    }

    private static void add(final ZipOutputStream out, final Path directory, final Path file)
    {
        try
        {
            final ZipEntry entry = new ZipEntry(directory.relativize(file).toString());
            entry.setTimeLocal(ENTRY_TIME);
            out.putNextEntry(entry);
            Files.copy(file, out);
            out.closeEntry();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
