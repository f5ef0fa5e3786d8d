package org.gale.tests.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.gale.engine.journal.JournalConfig;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;

/**
 * Journals that are committed as test data, and the program that records those of the version that is written. A change
 * that raises this version adds journals of the new one in the same commit. No change touches those of versions before.
 */
public final class CommittedJournals
{
    /** Names of storms of version 7; {@link #SESSION} is the journal of a session. */
    static final List<String> STORMS = List.of("storm", "storm-forced", "storm-limited");
    static final String SESSION = "session";
    /**
     * Names of sessions of version 7 with KVM's verbs. The first four show what has changed since: ids that are no
     * indexes, commands that time out, ids and counts that are refused now, and registers of the guest's IRS.
     */
    static final List<String> KVM_SESSIONS =
        List.of("kvm-sparse", "kvm-timeouts", "kvm-limits", "kvm-registers", "kvm-mixed", "kvm-residency");
    /** Name of a storm of version 8, and of a session with KVM's verbs. */
    static final String STORM_8 = "storm-8";
    static final String KVM_SESSION_8 = "kvm-session-8";
    /** Name of a session of version 8 with functions that have vectors, and of its transcript. */
    static final String MSIX_SESSION_8 = "msix-session-8";
    static final String MSIX_TRANSCRIPT = "msix/session.gt";
    /** Name of a storm of version 9, and of a session that loses an interrupt, with its transcript. */
    static final String STORM_9 = "storm-9";
    static final String LOSS_SESSION_9 = "loss-session-9";
    static final String LOSS_TRANSCRIPT = "notices/legacy-loss.gt";
    /** Name of the transcript whose commands the session with KVM's verbs applied. */
    static final String KVM_TRANSCRIPT = "generated/kvm-mixed-01.gt.gz";
    /** Name of a storm whose commands have version 2. It is kept as that build wrote it, and refused. */
    static final String OLD_STORM = "storm-semantics-2";
    /** Name of the transcript whose commands the session applied. */
    static final String SESSION_TRANSCRIPT = "generated/oracle-mixed-01.gt.gz";

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
     * Records the journals of the version that is written.
     *
     * @param arguments the directory of the resources, and a directory for files that are not packed yet
     */
    public static void main(final String[] arguments) throws IOException, InterruptedException
    {
        final Path resources = Files.createDirectories(Path.of(arguments[0]));
        final Path work = Path.of(arguments[1]);
        final StormResult result = Storms.run(work.resolve(STORM_9), JournalConfig.DEFAULT, storm(2, 64, 0, 30_000));
        if (result.verdict().failure() != null)
        {
            throw new IllegalStateException(result.verdict().failure());
        }
        pack(work.resolve(STORM_9), resources.resolve(STORM_9 + ".zip"));
        Files.writeString(resources.resolve("digests.txt"), String.format("%s %016x%n",
            STORM_9, result.journal().runDigest()), StandardOpenOption.APPEND);
        record(LOSS_SESSION_9, LOSS_TRANSCRIPT, resources, work);
    }

    private static void record(final String name, final String transcript, final Path resources, final Path work)
        throws IOException
    {
        final long digest =
            Sessions.play(work.resolve(name), JournalConfig.DEFAULT, Sessions.commands(transcript));
        pack(work.resolve(name), resources.resolve(name + ".zip"));
        Files.writeString(resources.resolve("digests.txt"), String.format("%s %016x%n", name, digest),
            StandardOpenOption.APPEND);
    }

    private static StormConfig storm(final int vms, final int events, final int ratePerS, final int count)
    {
        return StormConfig.parse("vms=" + vms + " vpes=2 pes=" + 2 * vms + " lpis=" + 2 * events +
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
