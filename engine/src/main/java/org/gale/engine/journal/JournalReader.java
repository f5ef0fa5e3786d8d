package org.gale.engine.journal;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the frames of a journal in order, by ordinary file input: our own parser, bounds checked, never Chronicle.
 * Frames are given only when they are sound; where they end, {@link #end()} says how, and locates damage. Owned by
 * one thread. Memory is bounded whatever the directory holds.
 */
public final class JournalReader implements AutoCloseable
{
    private final Path directory;
    private final FileWindow window = new FileWindow();
    private final List<UnsealedSegment> unsealed = new ArrayList<>();
    private JournalFileContent content;
    private MarkImage mark;
    private Chain chain;
    private TailRule rule;
    private SegmentReader reader;
    private boolean isOtherBoot;
    private int segment = -1;
    private boolean isOpen;
    private JournalEnd end;

    private JournalReader(final Path directory)
    {
        this.directory = directory;
    }

    /**
     * Opens a journal. Damage is not an exception: {@link #next()} is false and {@link #end()} says what it is.
     *
     * @throws JournalException if there is no journal there
     */
    public static JournalReader open(final Path directory) throws IOException
    {
        return open(directory, BootId.current());
    }

    static JournalReader open(final Path directory, final long bootId) throws IOException
    {
        final Path file = directory.resolve(JournalText.NAME);
        if (!Files.isDirectory(directory))
        {
            throw notAJournal(directory, "not a directory");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        {
            throw notAJournal(directory, "no journal there (" + JournalText.NAME + " is missing)");
        }
        final JournalReader reader = new JournalReader(directory);
        reader.begin(file, bootId);

        return reader;
    }

    /** What {@code gale.journal} says of the whole journal, or null if that file is damaged. */
    public JournalHeader header()
    {
        return content == null ? null : content.header();
    }

    /**
     * Reads the next frame of the chain.
     *
     * @return false at the end, which {@link #end()} describes
     * @throws IOException if the host cannot read a file
     */
    public boolean next() throws IOException
    {
        try
        {
            while (end == null)
            {
                if (isOpen && reader.next())
                {
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
            endDamaged(exception.damage());
        }
        return false;
    }

    /** How the journal ends; null until {@link #next()} was false. */
    public JournalEnd end()
    {
        return end;
    }

    /** Kind of the frame that was read, one of {@link Frame}'s. */
    public int kind()
    {
        return Frame.kind(window.buffer(), reader.frameIndex());
    }

    /** Number of the frame's first command, or of the next one if it has none. */
    public long firstSequence()
    {
        return Frame.firstSequence(window.buffer(), reader.frameIndex());
    }

    /** Commands in the frame. */
    public int count()
    {
        return Frame.count(window.buffer(), reader.frameIndex());
    }

    /** The frame's virtual time in ns. */
    public long virtualTimeNs()
    {
        return Frame.virtualTimeNs(window.buffer(), reader.frameIndex());
    }

    /** Holds the payload of the frame that was read, until the next call. */
    public DirectBuffer buffer()
    {
        return window.buffer();
    }

    /** Where the payload begins in {@link #buffer()}, a multiple of 8. */
    public int payloadOffset()
    {
        return reader.frameIndex() + Frame.HEADER_LENGTH;
    }

    /** Length of the payload in bytes. */
    public int payloadLength()
    {
        return Frame.payloadLength(window.buffer(), reader.frameIndex());
    }

    /** Number of the segment that holds the frame. */
    public int segment()
    {
        return segment;
    }

    /** The file that holds the frame. */
    public Path file()
    {
        return reader.file();
    }

    /** Number of the frame in its segment. */
    public int frameNumber()
    {
        return reader.number();
    }

    /** Byte of the file at which the frame's excerpt begins. */
    public int frameOffset()
    {
        return reader.lastOffset();
    }

    /** Frames of the chain read so far. */
    public long frames()
    {
        return chain.frames();
    }

    /** Commands in the frames read so far. */
    public long commands()
    {
        return chain.commands();
    }

    /** The place after the frame that was read. */
    public JournalPosition position()
    {
        return new JournalPosition(segment, reader.offset(), reader.number(), chain.hash(), chain.nextSequence(),
            chain.frames(), chain.bytes(), chain.lastKind());
    }

    /**
     * Goes back, or forward, to a place that a reader of this journal gave.
     *
     * @return false if the segment is no longer sound; then {@link #end()} says why
     */
    public boolean seek(final JournalPosition position) throws IOException
    {
        end = null;
        chain.restore(position);
        segment = position.segment();
        try
        {
            openSegment();
            reader.seek(position);
            return true;
        }
        catch (final DamagedException exception)
        {
            endDamaged(exception.damage());
            return false;
        }
    }

    @Override
    public void close() throws IOException
    {
        window.close();
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

    /** Segments that hold frames and have no line, in order, as far as they were read. */
    List<UnsealedSegment> unsealed()
    {
        return unsealed;
    }

    private void begin(final Path file, final long bootId) throws IOException
    {
        try
        {
            content = JournalFileContent.read(file);
            chain = new Chain(content.header());
            mark = MarkImage.read(directory);
            rule = new TailRule(directory, content, mark, window);
            reader = new SegmentReader(window, chain);
            isOtherBoot = mark.bootId() != bootId;
            if (content.torn() > 0)
            {
                rule.notes().add(file + ": " + content.torn() + " bytes of a line that was being written");
            }
        }
        catch (final DamagedException exception)
        {
            endDamaged(exception.damage());
        }
    }

    private int sealedCount()
    {
        return content.sealed().size();
    }

    /** Opens the segment after the one that was read, or ends. */
    private void openNext() throws IOException
    {
        segment++;
        unsealed.removeIf(left -> left.summary().segment() >= segment);
        if (segment < sealedCount() || (!isOtherBoot && segment <= mark.segment()))
        {
            openSegment();
        }
        else if (isOtherBoot)
        {
            openAfterPowerLoss();
        }
        else
        {
            finish();
        }
    }

    private void openSegment() throws IOException
    {
        isOpen = false;
        final boolean isSealed = segment < sealedCount();
        reader.open(rule.file(segment), segment,
            isSealed ? content.sealed().get(segment).end() : content.header().block(segment), isSealed);
        isOpen = true;
    }

    /** Rule 5: a segment that is not there, or not sound, may be what the loss of power took. */
    private void openAfterPowerLoss() throws IOException
    {
        if (Files.isDirectory(SegmentFormat.directory(directory, segment)))
        {
            openSegment();
        }
        else
        {
            finishAfterPowerLoss("");
        }
    }

    /** The open segment's frames are all read. */
    private void finishSegment() throws IOException
    {
        isOpen = false;
        if (segment < sealedCount())
        {
            rule.checkSealed(reader, chain, content.sealed().get(segment));
            return;
        }
        if (reader.number() > 0)
        {
            unsealed.add(new UnsealedSegment(new SealedSegment(
                segment, chain.commands(), reader.offset(), reader.number(), chain.hash()), reader.lastOffset()));
        }
        if (!isOtherBoot && segment < mark.segment())
        {
            rule.checkBeforeMark(reader, segment);
        }
        else if (!isOtherBoot)
        {
            rule.checkAtMark(reader, segment);
        }
    }

    /** All segments up to the mark's are sound. */
    private void finish() throws IOException
    {
        final int sealed = sealedCount();
        if (sealed > 0 && sealed > mark.segment())
        {
            rule.checkSealedMark(content.sealed().get(sealed - 1));
        }
        checkOthers(true);
        final boolean isClosed = unsealed.isEmpty() && chain.lastKind() == Frame.CLOSING;
        end(isClosed ? JournalEnd.Status.CLOSED : JournalEnd.Status.LEFT, null);
    }

    /**
     * All that the loss of power left is read.
     *
     * @param finding what came after the last sound frame, or empty
     */
    private void finishAfterPowerLoss(final String finding) throws IOException
    {
        isOpen = false;
        final int last = unsealed.isEmpty() ? sealedCount() - 1 : unsealed.get(unsealed.size() - 1).summary().segment();
        final int number = unsealed.isEmpty() ? last < 0 ? 0 : content.sealed().get(last).lastNumber() :
            unsealed.get(unsealed.size() - 1).summary().lastNumber();
        final long reached = last < 0 ? Mark.NONE : Mark.value(last, number);
        if (reached < mark.forced())
        {
            throw new DamagedException(SegmentFormat.directory(directory, (int)Mark.segment(mark.forced()))
                .resolve(SegmentFormat.FILE_NAME), (int)Mark.segment(mark.forced()), Mark.number(mark.forced()), 0,
                "not there, although it was forced" + (finding.isEmpty() ? "" : " (" + finding + ")"));
        }
        checkOthers(false);
        if (unsealed.isEmpty() && chain.lastKind() == Frame.CLOSING && mark.appended() == reached && finding.isEmpty())
        {
            end(JournalEnd.Status.CLOSED, null);
            return;
        }
        if (!finding.isEmpty())
        {
            rule.notes().add(finding);
        }
        end(JournalEnd.Status.POWER_LOSS, null);
    }

    /** Looks at what else lies in the directory: segments made ahead, and what is not ours. */
    private void checkOthers(final boolean hasRule) throws IOException
    {
        int strangers = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            for (final Path file : files)
            {
                final String name = file.getFileName().toString();
                final int number = SegmentFormat.segmentOf(name);
                if (number >= 0 && number >= segment && hasRule)
                {
                    rule.checkAfterMark(number);
                }
                else if (number < 0 && !name.equals(JournalText.NAME) && !name.equals(Mark.NAME))
                {
                    strangers++;
                }
            }
        }
        if (strangers > 0)
        {
            rule.notes().add(directory + ": " + strangers + " files that are not the journal's");
        }
    }

    private void endDamaged(final JournalDamage found) throws IOException
    {
        isOpen = false;
        if (isOtherBoot && segment >= sealedCount() && end == null && found.segment() >= 0)
        {
            endAfterPowerLoss(found);
            return;
        }
        final long sound = chain == null ? 0 : chain.commands();
        end(JournalEnd.Status.DAMAGED, new JournalDamage(
            found.file(), found.segment(), found.frame(), found.offset(), found.finding(), sound));
    }

    /** What is not sound in a segment that is not sealed was not forced: the loss of power took it. */
    private void endAfterPowerLoss(final JournalDamage found) throws IOException
    {
        if (reader.number() > 0 && found.segment() == segment)
        {
            unsealed.add(new UnsealedSegment(new SealedSegment(
                segment, chain.commands(), reader.offset(), reader.number(), chain.hash()), reader.lastOffset()));
        }
        try
        {
            finishAfterPowerLoss(found.message());
        }
        catch (final DamagedException exception)
        {
            final JournalDamage missing = exception.damage();
            end(JournalEnd.Status.DAMAGED, new JournalDamage(missing.file(), missing.segment(), missing.frame(),
                missing.offset(), missing.finding(), chain.commands()));
        }
    }

    private void end(final JournalEnd.Status status, final JournalDamage damage)
    {
        final List<String> notes = rule == null ? List.of() : rule.notes();
        end = new JournalEnd(status, damage,
            chain == null ? 0 : chain.commands(),
            chain == null ? 0 : chain.frames(),
            chain == null ? 0 : chain.bytes(),
            Math.max(segment, 0), notes);
    }

    private static JournalException notAJournal(final Path directory, final String finding)
    {
        return new JournalException(JournalException.Reason.NOT_A_JOURNAL, directory + ": " + finding);
    }
}
