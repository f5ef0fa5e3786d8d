package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.gale.engine.support.Reserves;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JournalConfigTest
{
    private static final JournalConfig CONFIG = JournalConfig.DEFAULT;

    @Test
    void shouldGrowSegmentsFromOneMebibyte()
    {
        assertEquals(List.of(1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28), CONFIG.blocks());
        assertEquals(Durability.PROCESS, CONFIG.durability());
    }

    @Test
    void shouldRefuseValuesOutOfRange()
    {
        refused(() -> CONFIG.forced(0, 0));
        refused(() -> CONFIG.forced(65, 0));
        refused(() -> CONFIG.forced(1, -1));
        refused(() -> CONFIG.withBlocks(Frame.LENGTH_LIMIT, List.of()));
        refused(() -> CONFIG.withBlocks(Frame.LENGTH_LIMIT, List.of(256 * 1024)));
        refused(() -> CONFIG.withBlocks(Frame.LENGTH_LIMIT, List.of(3 << 20)));
        refused(() -> CONFIG.withBlocks(Frame.LENGTH_LIMIT, List.of(1 << 29)));
        refused(() -> CONFIG.withBlocks(8188, List.of(32 * 1024)));
        refused(() -> CONFIG.withBlocks(8190, List.of(1 << 20)));
        refused(() -> CONFIG.withBlocks(4084, List.of(1 << 20)));
        refused(() -> CONFIG.with(Reserves.of(1000, 1 << 20)));
        refused(() -> CONFIG.with(Reserves.of(1 << 20, 4096)));
        refused(() -> CONFIG.with(Reserves.of(4096, Frame.LENGTH_LIMIT)));     // less than the longest frame
        refused(() -> CONFIG.withLimit(-1));
        refused(() -> CONFIG.purgingOldest());
        refused(() -> CONFIG.with(Reserves.waiting(CONFIG, 0)));
    }

    @Test
    void shouldAcceptTheBoundsOfRanges()
    {
        final int ahead = Frame.LENGTH_LIMIT + JournalConfig.BLOCK_OVERHEAD;
        assertEquals(ahead, CONFIG.with(Reserves.of(4096, ahead)).reserve().aheadBytes());
        refused(() -> CONFIG.with(Reserves.of(4096, ahead - 1)));
        assertEquals(64, CONFIG.withBlocks(8188, Collections.nCopies(64, 1 << 20)).blocks().size());
        refused(() -> CONFIG.withBlocks(8188, Collections.nCopies(65, 1 << 20)));
        assertEquals(List.of(1 << 16, 1 << 28), CONFIG.withBlocks(8188, List.of(1 << 16, 1 << 28)).blocks());
        assertEquals(4092, CONFIG.withBlocks(4092, List.of(1 << 16)).frameLimitBytes());
        assertEquals(64, CONFIG.forced(64, 0).forceEveryFrames());
        assertEquals(1, CONFIG.withLimit(1).purgingOldest().limitBytes());
    }

    @Test
    void shouldReserveAtLeastAStepAhead()
    {
        assertEquals(8192, new JournalConfig.Reserve(8192, 8192, 1).aheadBytes());
        assertEquals(1 << 28, new JournalConfig.Reserve(4096, 1 << 28, 1).aheadBytes());
        refused(() -> new JournalConfig.Reserve(8192, 8191, 1));
        refused(() -> new JournalConfig.Reserve(4096, (1 << 28) + 1, 1));
        refused(() -> new JournalConfig.Reserve(0, 8192, 1));
        refused(() -> new JournalConfig.Reserve(6144, 8192, 1));
    }

    @Test
    void shouldRefuseAConfigurationLongerThanAFrame()
    {
        refused(() -> new JournalOpening(CONFIG)
            .create(Path.of("absent"), new byte[Frame.payloadLimit(Frame.LENGTH_LIMIT) + 1]));
    }

    @Test
    void shouldWriteAndReadTheHeaderOfEveryByte() throws IOException
    {
        final byte[] configuration = new byte[512];
        for (int i = 0; i < configuration.length; i++)
        {
            configuration[i] = (byte)i;
        }
        final JournalHeader header =
            new JournalHeader(-2, Durability.FORCED, 8188, List.of(1 << 20, 1 << 16), configuration);

        final String text = new String(JournalText.header(header), StandardCharsets.ISO_8859_1);
        final JournalHeader found = JournalText.parseHeader(Path.of("file"), text.lines().toList());

        assertEquals(JournalText.HEADER_LINES, text.lines().count());
        assertEquals(-2, found.id());
        assertEquals(Durability.FORCED, found.durability());
        assertEquals(8188, found.frameLimitBytes());
        assertEquals(List.of(1 << 20, 1 << 16), found.blocks());
        assertEquals(1 << 16, found.block(9));
        assertArrayEquals(configuration, found.configuration());
    }

    @Test
    void shouldWriteAndReadTheLineOfASegment()
    {
        final SealedSegment segment = new SealedSegment(12, 1_830_912, 10_690_440, 301, -7);

        final String line = new String(JournalText.sealed(segment), StandardCharsets.ISO_8859_1);

        assertEquals(segment, JournalText.parseSealed(line.strip()));
        assertNull(JournalText.parseSealed(line.strip().replace("frames 301", "frames 302")));
    }

    @Test
    void shouldKnowDurabilitiesByTheirNames()
    {
        assertEquals(Durability.FORCED, Durability.ofLabel("forced"));
        assertEquals("process", Durability.PROCESS.label());
        assertThrows(IllegalArgumentException.class, () -> Durability.ofLabel("FORCED"));
    }

    private static void refused(final Executable executable)
    {
        assertThrows(IllegalArgumentException.class, executable);
    }
}
