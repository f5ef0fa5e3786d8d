package org.gale.engine.journal;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Campaign that damages a journal in one place after the other. After each it checks that a verification reports and
 * locates the damage, and mends the journal. All cases are counted. The journal is sealed, or left by its writer in the
 * middle of a segment.
 */
final class DamageCampaign
{
    private static final int BITS = 8;
    private static final int COMPARE_EVERY = 499;

    private final Path journal;
    private final boolean isNear;
    private final FileWindow window = new FileWindow();
    private final JournalWalk walk;
    private final List<JournalPosition> before = new ArrayList<>();
    private final JournalEnd sound;
    private final List<FramePlace> frames = new ArrayList<>();
    private final Map<Integer, List<FramePlace>> bySegment = new HashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final byte[] text;
    private final int headerLength;
    private final int sealedCount;
    private long near;
    private long named;
    private long without;

    /** Place of a frame: its excerpt in its file. */
    record FramePlace(int segment, int number, int offset, int end)
    {
        boolean contains(final long at)
        {
            return at >= offset && at < end;
        }
    }

    /** Expected finding of a verification: the file, the frame or −1, the byte or −1 if it need not be exact. */
    private record Expected(Path file, long frame, long offset)
    {
    }

    /**
     * Creates a campaign.
     *
     * @param isNear true to begin to read shortly before the damage, because the frames before it were found sound
     */
    DamageCampaign(final Path journal, final boolean isNear) throws IOException
    {
        this.journal = journal;
        this.isNear = isNear;
        this.walk = new JournalWalk(journal, BootId.current(), window);
        walk.begin();
        try (JournalReader reader = JournalReader.open(journal))
        {
            int segment = -1;
            JournalPosition last = null;
            while (reader.next())
            {
                if (reader.segment() != segment)
                {
                    segment = reader.segment();
                    frames.add(new FramePlace(
                        segment, 0, SegmentFormat.PREFIX_LENGTH, SegmentFormat.FIRST_CHAIN_OFFSET));
                    before.add(last);
                }
                frames.add(new FramePlace(
                    segment, reader.frameNumber(), reader.frameOffset(), reader.position().offset()));
                before.add(last);
                last = reader.position();
            }
            sound = reader.end();
        }
        assertTrue(sound.isSound(), () -> sound.damage().message());
        final Path file = journal.resolve(JournalText.NAME);
        final JournalFileContent content = JournalFileContent.read(file);
        text = Files.readAllBytes(file);
        headerLength = JournalText.header(content.header()).length;
        sealedCount = content.sealed().size();
    }

    /** Returns all frames in order, opening frames included. */
    List<FramePlace> frames()
    {
        return frames;
    }

    List<FramePlace> frames(final int segment)
    {
        return bySegment.computeIfAbsent(
            segment, number -> frames.stream().filter(frame -> frame.segment() == number).toList());
    }

    /** Returns the number of damages that were reported, of any kind. */
    long count()
    {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    long count(final String kind)
    {
        return counts.getOrDefault(kind, 0L);
    }

    /** Returns the number of changes that are no damage and were named in a note. */
    long named()
    {
        return named;
    }

    /** Returns the number of changes on which no frame depends: everything was read as before. */
    long without()
    {
        return without;
    }

    String report(final String title)
    {
        final StringBuilder text = new StringBuilder(title).append('\n');
        counts.forEach((kind, count) -> text.append(String.format(Locale.ROOT, "  %,12d  %s%n", count, kind)));

        return text.append(String.format(Locale.ROOT, "  %,12d  reported and located%n  %,12d  no damage, named%n" +
            "  %,12d  no damage: torn, made ahead, or words of the mark that no frame depends on%n",
            count(), named, without)).toString();
    }

    /** Flips one bit, or each bit in turn, of bytes at a distance of {@code step}. */
    void flip(final String kind, final Path file, final int from, final int to, final int step, final boolean eachBit)
        throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, READ, WRITE))
        {
            final byte[] bytes = Files.readAllBytes(file);
            final ByteBuffer one = ByteBuffer.allocateDirect(1);
            for (int at = from; at < to; at += step)
            {
                for (int bit = eachBit ? 0 : at % BITS, last = eachBit ? BITS - 1 : bit; bit <= last; bit++)
                {
                    write(channel, one, at, bytes[at] ^ 1 << bit);
                    check(kind, file, at, bytes.length, "bit " + bit + " of byte " + at);
                }
                write(channel, one, at, bytes[at]);
            }
        }
    }

    /** Cuts a file to lengths at a distance of {@code step}. */
    void truncate(final String kind, final Path file, final int step) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file, READ, WRITE))
        {
            for (int length = bytes.length - 1; length >= 0; length -= step)
            {
                channel.truncate(length);
                check(kind, file, length, length, "cut to " + length);
            }
        }
        Files.write(file, bytes);
    }

    /** Clears a file from offsets at a distance of {@code step}, like one that was cut and filled up again. */
    void zero(final String kind, final Path file, final int from, final int step) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0)
        {
            length--;
        }
        try (FileChannel channel = FileChannel.open(file, READ, WRITE))
        {
            for (int at = length - 1; at >= from; at -= step)
            {
                channel.write(ByteBuffer.allocate(Math.min(step, length - at)), at);
                assertEquals(JournalEnd.Status.DAMAGED, verifyNear(file, at).status(), file + " zero from " + at);
                counts.merge(kind, 1L, Long::sum);
            }
        }
        Files.write(file, bytes);
    }

    /** Replaces bytes of a file, whose length stays unless they do not fit. */
    void splice(final String kind, final FramePlace at, final int from, final int to, final byte[] with)
        throws IOException
    {
        final Path file = Journals.file(journal, at.segment());
        final byte[] bytes = Files.readAllBytes(file);
        final int rest = bytes.length - to;
        final byte[] changed = new byte[Math.max(bytes.length, from + with.length)];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(with, 0, changed, from, with.length);
        System.arraycopy(bytes, to, changed, from + with.length, Math.min(rest, changed.length - from - with.length));
        Files.write(file, changed);
        expect(kind, verify(), new Expected(file, -1, at.offset()), kind + " " + at);
        Files.write(file, bytes);
    }

    /** Expects damage in one of these files, after a change by the caller. */
    void expectIn(final String kind, final Path... files) throws IOException
    {
        final JournalEnd end = verify();

        assertEquals(JournalEnd.Status.DAMAGED, end.status(), kind);
        assertTrue(Arrays.asList(files).contains(end.damage().file()), () -> end.damage().message());
        counts.merge(kind, 1L, Long::sum);
    }

    byte[] bytes(final FramePlace frame) throws IOException
    {
        return Arrays.copyOfRange(
            Files.readAllBytes(Journals.file(journal, frame.segment())), frame.offset(), frame.end());
    }

    /** Checks that the journal is as it was. */
    void finish() throws IOException
    {
        assertEquals(sound, verify());
        window.close();
    }

    JournalEnd verify() throws IOException
    {
        return JournalVerifier.verify(journal, (doneBytes, totalBytes) -> { });
    }

    private JournalEnd verifyNear(final Path file, final int at) throws IOException
    {
        final JournalPosition position = positionBefore(file, at);
        if (!isNear || position == null)
        {
            return verify();
        }
        boolean isMore = walk.seek(position);
        while (isMore)
        {
            isMore = walk.next();
        }
        final JournalEnd end = walk.end();
        near++;
        if (near % COMPARE_EVERY == 0)
        {
            assertEquals(verify().damage(), end.damage());
        }
        return end;
    }

    /** Returns a position some frames before the place that a change affects, or null for the beginning. */
    private JournalPosition positionBefore(final Path file, final int at)
    {
        final int segment = SegmentFormat.segmentOf(file.getParent().getFileName().toString());
        if (segment < 0)
        {
            return null;
        }
        final int end = file.endsWith(SegmentFormat.FILE_NAME) ? at : Integer.MAX_VALUE;
        int index = 0;
        for (int i = 0; i < frames.size(); i++)
        {
            final FramePlace frame = frames.get(i);
            index += frame.segment() < segment || (frame.segment() == segment && frame.end() <= end) ? 1 : 0;
        }
        // What follows the last frame is checked with it and with the one before it.
        return before.get(Math.max(0, index - 2));
    }

    private void check(final String kind, final Path file, final int at, final int length, final String what)
        throws IOException
    {
        final JournalEnd end = verifyNear(file, at);
        if (isVisits(file, at) && end.isSound())
        {
            assertFalse(end.notes().isEmpty(), what);
            named++;
        }
        else if (isWithoutEffect(file, at, length) && end.status() != JournalEnd.Status.DAMAGED)
        {
            assertEquals(sound.commands(), end.commands(), what);
            assertEquals(sound.frames(), end.frames(), what);
            without++;
        }
        else if (file.endsWith(JournalText.NAME))
        {
            expectInText(kind, end, at, at == length, what);
        }
        else
        {
            expect(kind, end, expected(file, at, at == length), what);
        }
    }

    private void expect(final String kind, final JournalEnd end, final Expected expected, final String what)
    {
        if (end.status() != JournalEnd.Status.DAMAGED)
        {
            throw new AssertionError("not reported: " + expected.file() + ": " + what);
        }
        final JournalDamage damage = end.damage();
        final boolean isLocated = (expected.file() == null || damage.file().equals(expected.file())) &&
            (expected.frame() < 0 || damage.frame() == expected.frame()) &&
            (expected.offset() < 0 || damage.offset() == expected.offset());
        if (!isLocated)
        {
            throw new AssertionError(what + " of " + expected + " reported as: " + damage.message());
        }
        counts.merge(kind, 1L, Long::sum);
    }

    /**
     * Expects the line to be located, or the header as a whole; a segment that has lost its line differs from one
     * without.
     */
    private void expectInText(
        final String kind, final JournalEnd end, final int at, final boolean isCut, final String what)
    {
        final Path file = journal.resolve(JournalText.NAME);
        if (end.status() == JournalEnd.Status.DAMAGED && isCut && end.damage().segment() >= 0)
        {
            expect(kind, end, new Expected(Journals.file(journal, end.damage().segment()), -1, -1), what);
            return;
        }
        expect(kind, end, new Expected(file, -1, -1), what);
        final int offset = (int)end.damage().offset();
        boolean isThere = offset <= at;
        for (int i = headerLength; i < at; i++)
        {
            isThere = isThere && (i < offset || text[i] != '\n');
        }
        assertTrue(isThere || (at < headerLength && offset <= headerLength), what + ": " + end.damage().message());
    }

    private Expected expected(final Path file, final int at, final boolean isCut)
    {
        if (file.endsWith(Mark.NAME) && at < Mark.USED && !isCut)
        {
            // What appended names in place of the last frame may be a segment that is not there, or not the last.
            return new Expected(null, -1, -1);
        }
        return file.endsWith(SegmentFormat.FILE_NAME) ?
            expectedInSegment(file, at, isCut) : new Expected(file, -1, at);
    }

    private Expected expectedInSegment(final Path file, final int at, final boolean isCut)
    {
        final int segment = SegmentFormat.segmentOf(file.getParent().getFileName().toString());
        final List<FramePlace> all = frames(segment);
        for (final FramePlace frame : all)
        {
            if (frame.contains(at))
            {
                return new Expected(file, frame.number(), frame.offset());
            }
        }
        final int end = all.get(all.size() - 1).end();
        if (at >= end && at < end + SegmentFormat.EXCERPT_HEADER_LENGTH && segment >= sealedCount)
        {
            return new Expected(file, -1, end);
        }
        final boolean isWord = at >= SegmentFormat.LAST_POSITION_OFFSET &&
            at < SegmentFormat.LAST_INDEX_OFFSET + Long.BYTES;

        return new Expected(file, -1, isWord && !isCut ? at & -Long.BYTES : at);
    }

    private static boolean isVisits(final Path file, final int at)
    {
        return file.endsWith(SegmentFormat.METADATA_NAME) && (at & -Long.BYTES) == SegmentFormat.VISITS_OFFSET;
    }

    /** Returns whether no frame depends on a place. */
    private boolean isWithoutEffect(final Path file, final int at, final int length)
    {
        if (file.endsWith(Mark.NAME))
        {
            // In a journal that was left, the mark may also name the frame before the last.
            return length == Mark.LENGTH && at < Mark.USED && (at >= Mark.FORCED_OFFSET || (!isSealed() && at == 0));
        }
        final FramePlace last = frames.get(frames.size() - 1);
        final int end = last.end();

        return !isSealed() && file.equals(Journals.file(journal, last.segment())) &&
            length > end + SegmentSeal.TORN_LIMIT &&
            at >= end + SegmentFormat.EXCERPT_HEADER_LENGTH && at < end + SegmentSeal.TORN_LIMIT;
    }

    private boolean isSealed()
    {
        return sound.status() == JournalEnd.Status.CLOSED;
    }

    private static void write(final FileChannel channel, final ByteBuffer one, final int at, final int value)
        throws IOException
    {
        one.clear().put(0, (byte)value);
        channel.write(one, at);
    }
}
