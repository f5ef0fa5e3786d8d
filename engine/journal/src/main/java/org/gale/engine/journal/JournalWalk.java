package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;

/**
 * Walk of a reader from segment to segment, which applies the tail rule to each: first sealed segments, then the
 * mark's, then those made ahead. Under another boot than the writer's only forced frames must be there.
 */
final class JournalWalk
{
    private final Path directory;
    private final long bootId;
    private final FileWindow window;
    private final List<UnsealedSegment> unsealed = new ArrayList<>();
    private WholeSnapshots whole = new WholeSnapshots(-1);
    private final List<WholeSnapshots.Found> snapshots = new ArrayList<>();
    private JournalFileContent content;
    private MarkImage mark;
    private Chain chain;
    private TailRule rule;
    private SegmentReader reader;
    private int segment = -1;
    private boolean isOpen;
    private JournalEnd end;

    JournalWalk(final Path directory, final long bootId, final FileWindow window)
    {
        this.directory = directory;
        this.bootId = bootId;
        this.window = window;
    }

    /** Reads {@code gale.journal} and the mark. */
    void begin() throws IOException
    {
        final Path file = directory.resolve(JournalText.NAME);
        try
        {
            content = JournalFileContent.read(file);
            chain = new Chain(content);
            segment = content.purged().segments() - 1;
            mark = MarkImage.read(directory);
            rule = new TailRule(directory, content, mark, window);
            reader = new SegmentReader(window, chain);
            if (content.torn() > 0)
            {
                rule.note(file + ": " + NumberText.counted(content.torn(), "byte") +
                    " of a line that was being written");
            }
        }
        catch (final DamagedException exception)
        {
            endDamaged(exception.damage());
        }
    }

    /**
     * Reads the next frame.
     *
     * @return false at the end
     */
    boolean next() throws IOException
    {
        try
        {
            while (end == null)
            {
                if (isOpen && reader.next())
                {
                    noteSnapshot();
                    return true;
                }
                if (isOpen)
                {
                    finishSegment();
                }
                openNext();
            }
        }
        catch (final DamagedException exception)
        {
            endAt(exception.damage());
        }
        return false;
    }

    /**
     * Moves to a position where the walk was before.
     *
     * @return false if the segment is no longer sound
     */
    boolean seek(final JournalPosition position) throws IOException
    {
        if (reader == null)
        {
            return false;
        }
        end = null;
        chain.restore(position);
        segment = position.segment();
        unsealed.removeIf(left -> left.summary().segment() >= segment);
        whole = new WholeSnapshots(-1);
        snapshots.clear();
        try
        {
            openSegment();
            reader.seek(position);
            return true;
        }
        catch (final DamagedException exception)
        {
            endAt(exception.damage());
            return false;
        }
    }

    Path directory()
    {
        return directory;
    }

    JournalFileContent content()
    {
        return content;
    }

    MarkImage mark()
    {
        return mark;
    }

    Chain chain()
    {
        return chain;
    }

    /** Returns the reader of the open segment. */
    SegmentReader reader()
    {
        return reader;
    }

    int segment()
    {
        return segment;
    }

    /** Returns the end of the journal; null until it is reached. */
    JournalEnd end()
    {
        return end;
    }

    /** Returns the segments that hold frames and have no line, in order, as far as they were read. */
    List<UnsealedSegment> unsealed()
    {
        return unsealed;
    }

    /** Returns whether a torn frame follows the last one, once the end is reached. */
    boolean hasTornFrame()
    {
        return rule != null && rule.hasTornFrame();
    }

    /** Returns the purged segments. */
    PurgedSegments purged()
    {
        return content == null ? PurgedSegments.NONE : content.purged();
    }

    /** Returns the position in front of the first frame that is retained. */
    JournalPosition start()
    {
        return new Chain(content).position(
            purged().segments(), SegmentFormat.FIRST_CHAIN_OFFSET, SegmentFormat.PREFIX_LENGTH, 0);
    }

    /**
     * Returns the first whole snapshot of each segment, as far as they were read, from the last position that was moved
     * to.
     */
    List<WholeSnapshots.Found> snapshots()
    {
        return snapshots;
    }

    /** Returns the number of segments that hold frames or did so before they were purged, once the end is reached. */
    int segmentCount()
    {
        return sealedCount() + unsealed.size();
    }

    /**
     * Returns the last frame, once the end is reached.
     *
     * @return the frame as the mark encodes it
     */
    long last()
    {
        final int count = segmentCount();
        if (count == 0)
        {
            return Mark.NONE;
        }
        final SealedSegment last =
            unsealed.isEmpty() ? content.sealed().get(count - 1) : unsealed.get(unsealed.size() - 1).summary();

        return Mark.value(last.segment(), last.lastNumber());
    }

    private void noteSnapshot()
    {
        final int at = reader.frameIndex();
        final int kind = Frame.kind(window.buffer(), at);
        final WholeSnapshots.Found found =
            whole.add(kind, kind == Frame.SNAPSHOT && Frame.isFirstPart(window.buffer(), at), segment);
        if (found != null)
        {
            snapshots.add(found);
        }
    }

    private int sealedCount()
    {
        return content.sealed().size();
    }

    private boolean isOtherBoot()
    {
        return mark.bootId() != bootId;
    }

    /** Opens the segment after the one that was read, or ends. */
    private void openNext() throws IOException
    {
        segment++;
        final boolean isSealed = segment < sealedCount();
        if (isOtherBoot() && !isSealed)
        {
            if (Files.isDirectory(SegmentFormat.directory(directory, segment), LinkOption.NOFOLLOW_LINKS))
            {
                openSegment();
            }
            else
            {
                endAfterPowerLoss(null);
            }
        }
        else if (isSealed || segment <= mark.segment())
        {
            openSegment();
        }
        else
        {
            endSound();
        }
    }

    private void openSegment() throws IOException
    {
        isOpen = false;
        final boolean isSealed = segment < sealedCount();
        final int limit = isSealed ? content.sealed().get(segment).end() : content.header().block(segment);
        final Path file = SegmentFormat.directory(directory, segment).resolve(SegmentFormat.FILE_NAME);
        reader.open(file, segment, limit, isSealed);
        isOpen = true;
    }

    /** Finishes the open segment, whose frames are all read. */
    private void finishSegment() throws IOException
    {
        isOpen = false;
        if (segment < sealedCount())
        {
            rule.checkSealed(reader, chain, content.sealed().get(segment));
            return;
        }
        keepUnsealed();
        if (!isOtherBoot() && segment < mark.segment())
        {
            rule.checkBeforeMark(reader, segment);
        }
        else if (!isOtherBoot())
        {
            rule.checkAtMark(reader, segment);
        }
    }

    private void keepUnsealed()
    {
        if (reader.segment() == segment && reader.number() > 0)
        {
            unsealed.add(new UnsealedSegment(new SealedSegment(
                segment, chain.commands(), reader.offset(), reader.number(), chain.hash()), reader.lastOffset()));
        }
    }

    /** Ends the walk: all segments up to the mark's are sound. */
    private void endSound() throws IOException
    {
        if (sealedCount() > 0 && sealedCount() > mark.segment())
        {
            rule.checkSealedMark(content.sealed().get(sealedCount() - 1));
        }
        for (final int ahead : SegmentFiles.from(directory, segment))
        {
            rule.checkAfterMark(ahead);
        }
        end(isClosed() ? JournalEnd.Status.CLOSED : JournalEnd.Status.LEFT, null);
    }

    private boolean isClosed()
    {
        return unsealed.isEmpty() && chain.lastKind() == Frame.CLOSING;
    }

    private void endAt(final JournalDamage found) throws IOException
    {
        if (isOtherBoot() && segment >= sealedCount())
        {
            if (isOpen)
            {
                keepUnsealed();
            }
            endAfterPowerLoss(found);
        }
        else
        {
            endDamaged(found);
        }
    }

    /**
     * Ends the walk after a loss of power (rule 5). Forced frames must be there; only repair can decide on the others.
     *
     * @param found damage behind the sound frames, null if there is none
     */
    private void endAfterPowerLoss(final JournalDamage found) throws IOException
    {
        final long forced = mark.forced();
        if (last() < forced)
        {
            final int missing = (int)Mark.segment(forced);
            endDamaged(found != null && found.segment() >= 0 ? found :
                new JournalDamage(SegmentFormat.directory(directory, missing).resolve(SegmentFormat.FILE_NAME), missing,
                    Mark.number(forced), 0, "not there, although it was forced", 0));
        }
        else if (found == null && isClosed() && last() == mark.appended())
        {
            end(JournalEnd.Status.CLOSED, null);
        }
        else
        {
            rule.note(found == null ? "not closed when the machine went down" :
                found.behind(soundCommands()).message());
            end(JournalEnd.Status.POWER_LOSS, null);
        }
    }

    private void endDamaged(final JournalDamage found) throws IOException
    {
        end(JournalEnd.Status.DAMAGED, found.behind(soundCommands()));
    }

    private void end(final JournalEnd.Status status, final JournalDamage damage) throws IOException
    {
        isOpen = false;
        if (rule != null)
        {
            noteStrangers();
        }
        end = new JournalEnd(status, damage,
            soundCommands(),
            chain == null ? 0 : chain.frames(),
            chain == null ? 0 : chain.bytes(),
            usedSegments(),
            rule == null ? List.of() : rule.notes(), purged());
    }

    /** Returns the number of commands up to where the walk is, all of them sound. */
    private long soundCommands()
    {
        return chain == null ? 0 : chain.commands();
    }

    /**
     * Returns the number of segments with frames, without those that were purged. Behind a loss of power the walk goes
     * on to segments that were made ahead.
     */
    private int usedSegments()
    {
        return content == null ? 0 : Math.max(Math.min(segment, segmentCount()) - purged().segments(), 0);
    }

    private void noteStrangers() throws IOException
    {
        int count = 0;
        int left = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            for (final Path file : files)
            {
                final String name = file.getFileName().toString();
                final boolean isOurs = SegmentFormat.segmentOf(name) >= 0 ||
                    name.equals(JournalText.NAME) || name.equals(Mark.NAME);
                count += isOurs ? 0 : 1;
                left += isOurs && SegmentFormat.segmentOf(name) >= 0 &&
                    SegmentFormat.segmentOf(name) < purged().segments() ? 1 : 0;
            }
        }
        if (count > 0)
        {
            rule.note(directory + ": " + NumberText.counted(count, "file") + " next to those of the journal");
        }
        if (left > 0)
        {
            rule.note(directory + ": " + NumberText.counted(left, "segment") + " purged and not deleted yet");
        }
    }

    /**
     * Returns an estimate of the bytes of all frames: by the lines of the sealed segments, and by the length of the
     * others.
     */
    long totalBytes() throws IOException
    {
        if (end() != null)
        {
            return 0;
        }
        long total = 0;
        final List<SealedSegment> sealed = content().sealed();
        for (final SealedSegment segment : sealed.subList(purged().segments(), sealed.size()))
        {
            total += segment.end();
        }
        for (int segment = content().sealed().size(); segment <= mark().segment(); segment++)
        {
            final Path file = SegmentFormat.directory(directory(), segment).resolve(SegmentFormat.FILE_NAME);
            if (!PlainFile.isThere(file))
            {
                return total;
            }
            total += Files.size(file);
        }
        return total;
    }
}
