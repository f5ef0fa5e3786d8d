package org.gale.engine.counters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.CountersReader;

/**
 * Copy of the counters of a run, as of one moment. Counters of the file that this version does not know are left out.
 *
 * @param file     the file
 * @param isAlive  true if the process of the run holds the file
 * @param pid      process of the run
 * @param beganMs  begin of the run, ms since 1970
 * @param profile  name of the traffic's profile; with that of the engine where several run the storm
 * @param journal  the journal's directory; empty without a journal
 * @param counters values
 * @param errors   distinct errors
 */
public record CountersFile(
    Path file,
    boolean isAlive,
    long pid,
    long beganMs,
    String profile,
    String journal,
    Map<RunCounter, Long> counters,
    List<DistinctError> errors)
{
    private static final int ERROR_LENGTH_LIMIT = 200;
    private static final String ENGINES = "-engines";
    private static final Pattern ENGINE = Pattern.compile("(.*) engine-([0-9]{3})");

    /**
     * Error of a run.
     *
     * @param count   number of times that it was recorded
     * @param firstMs first time, ms since 1970
     * @param lastMs  last time, ms since 1970
     * @param text    first line
     */
    public record DistinctError(int count, long firstMs, long lastMs, String text)
    {
    }

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read, or holds no counters of this version
     */
    public static CountersFile read(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final boolean isAlive = isLocked(channel);
            final ByteBuffer bytes = ByteBuffer.allocateDirect(CountersLayout.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            int length = 0;
            while (bytes.hasRemaining() && length >= 0)
            {
                length = channel.read(bytes);
            }
            if (bytes.hasRemaining() || bytes.getLong(CountersLayout.MAGIC_OFFSET) != CountersLayout.MAGIC)
            {
                throw new IOException("holds no counters of a run");
            }
            if (bytes.getInt(CountersLayout.VERSION_OFFSET) != CountersLayout.VERSION)
            {
                throw new IOException("has version " + bytes.getInt(CountersLayout.VERSION_OFFSET) +
                    " of the counters, and this gale reads version " + CountersLayout.VERSION);
            }

            return of(file, isAlive, new UnsafeBuffer(bytes));
        }
    }

    /** Returns whether a file begins as the counters of a run do. One that is being removed does not. */
    static boolean isCounters(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final ByteBuffer head = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return channel.size() == CountersLayout.LENGTH && channel.read(head, 0) == Long.BYTES &&
                head.getLong(0) == CountersLayout.MAGIC;
        }
        catch (final NoSuchFileException ex)
        {
            return false;
        }
    }

    /** Returns the number of the storm among those of its process, from 1; the name of its file has it. */
    public int number()
    {
        final String name = file.getFileName().toString();
        final String prefix = pid + "-";
        final int at = name.lastIndexOf(prefix);
        final String digits = at < 0 ? "" : name.substring(at + prefix.length());

        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 1;
    }

    /** {@return the engine of a storm of several whose counters these are, or −1} */
    public int engine()
    {
        final Matcher matcher = ENGINE.matcher(profile);

        return matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
    }

    /** Returns the name of the traffic's profile, without an engine. */
    public String profileOfStorm()
    {
        final Matcher matcher = ENGINE.matcher(profile);

        return matcher.matches() ? matcher.group(1) : profile;
    }

    /** Returns the journal of the storm: that of an engine lies in it. Empty without a journal. */
    public String journalOfStorm()
    {
        return engine() < 0 || journal.isEmpty() ? journal : Path.of(journal).getParent().toString();
    }

    /** Returns whether two are of engines of one storm. */
    public boolean isBeside(final CountersFile other)
    {
        return engine() >= 0 && other.engine() >= 0 && pid == other.pid &&
            profileOfStorm().equals(other.profileOfStorm()) && journalOfStorm().equals(other.journalOfStorm());
    }

    /** Returns the counters of a storm, from those of its engines. */
    public static CountersFile sum(final List<CountersFile> engines)
    {
        final CountersFile first = engines.get(0);
        final Map<RunCounter, Long> counters = new EnumMap<>(RunCounter.class);
        engines.forEach(engine -> engine.counters.forEach(
            (counter, value) -> counters.merge(counter, value, counter.isOfStorm() ? Math::max : Long::sum)));

        return new CountersFile(first.file.resolveSibling(first.file.getFileName() + ENGINES),
            engines.stream().anyMatch(CountersFile::isAlive), first.pid, first.beganMs, first.profileOfStorm(),
            first.journalOfStorm(), counters, List.of());
    }

    /** Returns the value of a counter; 0 if the run does not have it. */
    public long value(final RunCounter counter)
    {
        return counters.getOrDefault(counter, 0L);
    }

    private static CountersFile of(final Path file, final boolean isAlive, final UnsafeBuffer buffer)
    {
        final Map<RunCounter, Long> counters = new EnumMap<>(RunCounter.class);
        final CountersReader reader = new CountersReader(
            new UnsafeBuffer(buffer, CountersLayout.METADATA_OFFSET, CountersLayout.METADATA_LENGTH),
            new UnsafeBuffer(buffer, CountersLayout.VALUES_OFFSET, CountersLayout.VALUES_LENGTH),
            StandardCharsets.US_ASCII);
        reader.forEach((counterId, typeId, key, label) ->
        {
            if (typeId >= 0 && typeId < RunCounter.ALL.size())
            {
                counters.put(RunCounter.ALL.get(typeId), reader.getCounterValue(counterId));
            }
        });
        final List<DistinctError> errors = new ArrayList<>();
        ErrorLogReader.read(
            new UnsafeBuffer(buffer, CountersLayout.ERRORS_OFFSET, CountersLayout.ERRORS_LENGTH),
            (count, firstMs, lastMs, text) -> errors.add(new DistinctError(count, firstMs, lastMs, firstLine(text))));

        return new CountersFile(file, isAlive, buffer.getLong(CountersLayout.PID_OFFSET),
            buffer.getLong(CountersLayout.BEGAN_OFFSET),
            text(buffer, CountersLayout.PROFILE_OFFSET, CountersLayout.PROFILE_LENGTH),
            text(buffer, CountersLayout.JOURNAL_OFFSET, CountersLayout.JOURNAL_LENGTH), counters, errors);
    }

    private static boolean isLocked(final FileChannel channel) throws IOException
    {
        try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true))
        {
            return lock == null;
        }
        catch (final OverlappingFileLockException ex)
        {
            return true;                                        // the run is of this process
        }
    }

    private static String firstLine(final String text)
    {
        final String line = text.lines().findFirst().orElse("");

        return line.length() <= ERROR_LENGTH_LIMIT ? line : line.substring(0, ERROR_LENGTH_LIMIT) + "...";
    }

    private static String text(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final int kept = Math.max(0, Math.min(length - Integer.BYTES, buffer.getInt(offset)));
        final byte[] bytes = new byte[kept];
        buffer.getBytes(offset + Integer.BYTES, bytes);

        return new String(bytes, StandardCharsets.UTF_8);
    }
}
