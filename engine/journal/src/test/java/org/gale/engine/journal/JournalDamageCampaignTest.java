package org.gale.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.gale.engine.support.Reserves;

/**
 * Damage of a journal of 1 MiB in three segments, with snapshots, in every way and at every place: closed, and as its
 * writer left it. The slow tests leave nothing out; the others take a sample of the places.
 */
@Tag("P8")
class JournalDamageCampaignTest
{
    private static final int SEGMENTS = 3;
    private static final List<Integer> BLOCKS = List.of(256 * 1024, 256 * 1024, 512 * 1024);
    private static final JournalConfig CONFIG =
        Journals.SMALL.withBlocks(Journals.FRAME_LIMIT, BLOCKS).with(Reserves.of(64 * 1024, 256 * 1024));
    private static final int ALL_BYTES = 1010 * 1024;
    private static final int LEFT_BYTES = 720 * 1024;
    private static final int TORN_BYTES = 256 * 1024;
    private static final int BYTE_STEP = 2999;
    private static final int BIT_STEP = 53;
    private static final int FRAME_STEP = 53;

    @TempDir(factory = MemoryDirectory.class)
    private Path home;
    private Path damaged;

    @BeforeEach
    void chooseDirectory()
    {
        damaged = home.resolve("damaged");
    }

    @Test
    void shouldReportDamageOfAClosedJournal() throws IOException
    {
        final DamageCampaign campaign = damageClosed(BYTE_STEP, BIT_STEP, FRAME_STEP);

        assertTrue(campaign.count() > 2_000, () -> campaign.report("closed"));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldReportEveryDamageOfAClosedJournal() throws IOException
    {
        final DamageCampaign campaign = damageClosed(1, 1, 1);

        System.out.println(campaign.report(String.format("Damage of a closed journal of %,d bytes", totalBytes())));
        assertEquals(totalBytes(), campaign.count("truncated"));
        assertEquals(4_029_517, campaign.count());
        assertEquals(60, campaign.named(), "counts of tailers");
        assertEquals(149, campaign.without(), "pid, boot id, and the mark's forced");
    }

    @Test
    void shouldReportDamageOfAJournalThatWasLeft() throws IOException
    {
        final DamageCampaign campaign = damageLeft(BYTE_STEP, BIT_STEP, FRAME_STEP);

        assertTrue(campaign.count() > 2_000, () -> campaign.report("left"));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldReportEveryDamageOfAJournalThatWasLeft() throws IOException
    {
        final DamageCampaign campaign = damageLeft(1, 1, 1);

        System.out.println(campaign.report(
            String.format("Damage of a journal of %,d bytes that its writer left", totalBytes())));
        assertEquals(totalBytes(), campaign.count("truncated"));
        assertEquals(3_712_208, campaign.count());
        assertEquals(60, campaign.named(), "counts of tailers");
        assertEquals(TORN_BYTES + 192, campaign.without(), "torn, pid, boot id, forced, and a bit of appended");
    }

    @Test
    void shouldReportDamageOfASegmentThatIsNotSealedYet() throws IOException
    {
        final DamageCampaign campaign = damageUnsealed(BYTE_STEP);

        assertTrue(campaign.count() > 250, () -> campaign.report("not sealed yet"));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldReportEveryDamageOfASegmentThatIsNotSealedYet() throws IOException
    {
        final DamageCampaign campaign = damageUnsealed(1);

        System.out.println(campaign.report("Damage of a segment before the last that is not sealed yet"));
        assertEquals(1_171_942, campaign.count());
        assertEquals(2, campaign.named(), "counts of tailers");
        assertEquals(0, campaign.without());
    }

    private DamageCampaign damageClosed(final int byteStep, final int bitStep, final int frameStep) throws IOException
    {
        try (JournalWriter writer = Journals.create(damaged, CONFIG))
        {
            fill(writer, ALL_BYTES);
        }
        final DamageCampaign campaign = new DamageCampaign(damaged, byteStep == 1);
        damageBytes(campaign, byteStep, bitStep);
        damageFrames(campaign, frameStep);
        damageSegments(campaign);
        campaign.finish();

        return campaign;
    }

    private DamageCampaign damageLeft(final int byteStep, final int bitStep, final int frameStep) throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, CONFIG))
        {
            fill(writer, LEFT_BYTES);
            Journals.copyLeft(writer, run, damaged);
        }
        final DamageCampaign campaign = new DamageCampaign(damaged, byteStep == 1);
        damageBytes(campaign, byteStep, bitStep);
        damageFrames(campaign, frameStep);
        damageSegments(campaign);
        campaign.finish();

        return campaign;
    }

    private DamageCampaign damageUnsealed(final int byteStep) throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, CONFIG))
        {
            fill(writer, LEFT_BYTES);
            Journals.copyLeft(writer, run, damaged);
        }
        Journals.unseal(damaged, 1);
        final DamageCampaign campaign = new DamageCampaign(damaged, byteStep == 1);
        for (final Path file : List.of(Journals.file(damaged, 1), Journals.metadata(damaged, 1)))
        {
            campaign.flip("a bit of each byte flipped", file, 0, (int)Files.size(file), byteStep, false);
            campaign.truncate("truncated", file, byteStep);
        }
        campaign.zero("cut and filled up with zeros", Journals.file(damaged, 1),
            SegmentFormat.PREFIX_LENGTH, byteStep);
        campaign.finish();

        return campaign;
    }

    private void damageBytes(final DamageCampaign campaign, final int step, final int bitStep) throws IOException
    {
        for (final Path file : files())
        {
            final int length = (int)Files.size(file);
            campaign.flip("a bit of each byte flipped", file, 0, length, step, false);
            campaign.truncate("truncated", file, step);
        }
        final int textLength = (int)Files.size(damaged.resolve(JournalText.NAME));
        campaign.flip("each bit of gale.journal", damaged.resolve(JournalText.NAME),
            (textLength - 1) % bitStep, textLength, bitStep, true);                         // the last byte, too
        campaign.flip("each bit of the mark's words", damaged.resolve(Mark.NAME), 0, Mark.USED, 1, true);
        for (int segment = 0; segment < SEGMENTS; segment++)
        {
            campaign.flip("each bit of Chronicle's prefix", Journals.file(damaged, segment),
                0, SegmentFormat.PREFIX_LENGTH, bitStep, true);
            campaign.flip("each bit of Chronicle's metadata", Journals.metadata(damaged, segment),
                0, SegmentFormat.METADATA_USED, bitStep, true);
            campaign.zero("cut and filled up with zeros", Journals.file(damaged, segment),
                SegmentFormat.PREFIX_LENGTH, step);
        }
        for (final DamageCampaign.FramePlace frame : campaign.frames())
        {
            campaign.flip("each bit of each frame's headers", Journals.file(damaged, frame.segment()),
                frame.offset() + frame.number() % bitStep,
                frame.offset() + SegmentFormat.EXCERPT_HEADER_LENGTH + Frame.HEADER_LENGTH, bitStep, true);
        }
    }

    private void damageFrames(final DamageCampaign campaign, final int step) throws IOException
    {
        for (int segment = 0; segment < SEGMENTS; segment++)
        {
            final List<DamageCampaign.FramePlace> frames = campaign.frames(segment);
            for (int i = 0; i < frames.size(); i += step)
            {
                final DamageCampaign.FramePlace frame = frames.get(i);
                final DamageCampaign.FramePlace after =
                    new DamageCampaign.FramePlace(segment, frame.number() + 1, frame.end(), frame.end());
                campaign.splice("a frame dropped", frame, frame.offset(), frame.end(), new byte[0]);
                campaign.splice("a frame doubled", after, frame.end(), frame.end(), campaign.bytes(frame));
                for (int j = i + 1; j < frames.size(); j += step)
                {
                    campaign.splice("two frames swapped", frame, frame.offset(), frames.get(j).end(),
                        swapped(segment, frame, frames.get(j)));
                }
            }
        }
    }

    private byte[] swapped(
        final int segment, final DamageCampaign.FramePlace first, final DamageCampaign.FramePlace second)
        throws IOException
    {
        final byte[] bytes = Files.readAllBytes(Journals.file(damaged, segment));

        return ByteBuffer.allocate(second.end() - first.offset())
            .put(bytes, second.offset(), second.end() - second.offset())
            .put(bytes, first.end(), second.offset() - first.end())
            .put(bytes, first.offset(), first.end() - first.offset()).array();
    }

    private void damageSegments(final DamageCampaign campaign) throws IOException
    {
        final Path away = home.resolve("away");
        for (int segment = 0; segment < SEGMENTS; segment++)
        {
            final Path directory = SegmentFormat.directory(damaged, segment);
            final Path file = Journals.file(damaged, segment);
            for (final Path lost : List.of(directory, file, Journals.metadata(damaged, segment)))
            {
                Files.move(lost, away);
                campaign.expectIn("a segment or a file missing", lost.equals(directory) ? file : lost);
                Files.move(away, lost);
            }
            for (int other = segment + 1; other < SEGMENTS; other++)
            {
                exchange(directory, SegmentFormat.directory(damaged, other), away);
                campaign.expectIn("two segments exchanged", file);
                exchange(directory, SegmentFormat.directory(damaged, other), away);
                exchange(file, Journals.file(damaged, other), away);
                campaign.expectIn("two segments exchanged", file);
                exchange(file, Journals.file(damaged, other), away);
            }
        }
        final Path mark = damaged.resolve(Mark.NAME);
        Files.move(mark, away);
        campaign.expectIn("a segment or a file missing", mark);
        Files.move(away, mark);
    }

    private static void exchange(final Path one, final Path other, final Path away) throws IOException
    {
        Files.move(one, away);
        Files.move(other, one);
        Files.move(away, other);
    }

    private List<Path> files()
    {
        return List.of(damaged.resolve(JournalText.NAME), damaged.resolve(Mark.NAME),
            Journals.file(damaged, 0), Journals.metadata(damaged, 0),
            Journals.file(damaged, 1), Journals.metadata(damaged, 1),
            Journals.file(damaged, 2), Journals.metadata(damaged, 2));
    }

    private long totalBytes() throws IOException
    {
        long total = 0;
        for (final Path file : files())
        {
            total += Files.size(file);
        }
        return total;
    }

    /**
     * Appends commands in frames of many lengths, now and then a digest or a snapshot in parts, up to a number of
     * bytes.
     */
    private static void fill(final JournalWriter writer, final int bytes)
    {
        for (int i = 0; writer.bytes() < bytes - 2L * Journals.FRAME_LIMIT; i++)
        {
            Journals.append(writer, 1, 1 + i * 397 % 1_000);
            if (i % 16 == 3)
            {
                append(writer, Frame.DIGEST, 41, i);
            }
            for (long part = 0; i % 64 == 40 && part < 3; part++)
            {
                append(writer, Frame.SNAPSHOT, 5_000 + i, part);
            }
        }
        assertEquals(SEGMENTS - 1, writer.segment());
    }

    private static void append(final JournalWriter writer, final int kind, final int length, final long part)
    {
        final UnsafeBuffer buffer = writer.frame();
        final byte[] payload = new byte[length];
        Arrays.fill(payload, (byte)0xa5);
        buffer.putBytes(writer.payloadOffset(), payload);
        buffer.putLong(writer.payloadOffset() + Frame.SNAPSHOT_PART_OFFSET, part);

        assertTrue(writer.append(kind, length), () -> writer.failure().message());
    }
}
