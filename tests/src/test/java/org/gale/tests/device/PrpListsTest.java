package org.gale.tests.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.gale.engine.config.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists of pages around the end of their page: with as many entries as there is room for, one fewer, one and two more.
 * The guest lays them out as the specification of NVMe says; what it wrote comes back by commands of one page.
 */
class PrpListsTest
{
    private static final int PAGE = NvmeGuest.PAGE;
    private static final int BLOCK = 512;
    private static final int ENTRY = Long.BYTES;
    private static final long BASE = NvmeGuest.BASE;
    private static final long LISTS = BASE + 0x20000;
    private static final long NEXT_LIST = LISTS + PAGE;
    private static final long SINGLE = LISTS + 2 * PAGE;
    private static final long DATA = BASE + 0x40000;
    private static final int DATA_PAGES = 0xc0;
    private static final int[] ROOMS = {1, 2, 3, 4, 7, 64};

    private final Random random = new Random(72);
    private final byte[] memory = new byte[DATA_PAGES * PAGE];
    @TempDir
    private Path directory;

    @BeforeEach
    void draw()
    {
        random.nextBytes(memory);
    }

    @Test
    void shouldMoveEachPageOfAListThatEndsAroundTheEndOfItsPage() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            for (final int room : ROOMS)
            {
                for (int entries = Math.max(2, room - 1); entries <= room + 2; entries++)
                {
                    for (final int last : new int[] {BLOCK, PAGE - BLOCK, PAGE})
                    {
                        writes(guest, room, entries, last);
                        reads(guest, room, entries, last);
                    }
                }
            }
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
        }
    }

    /** Writes to the drive by a list, and reads page by page. */
    private void writes(final NvmeGuest guest, final int room, final int entries, final int last) throws IOException
    {
        guest.fill(DATA, memory);
        final int[] pages = list(guest, room, entries);
        final int length = entries * PAGE + last;

        guest.submit(1, guest.transfer(false, 0, length / BLOCK, DATA + (long)pages[0] * PAGE, list(room)));
        assertThat(guest.complete(1)).isZero();

        for (int i = 0; i < pages.length; i++)
        {
            final int bytes = i < entries ? PAGE : last;
            guest.submit(1, guest.transfer(true, (long)i * PAGE / BLOCK, bytes / BLOCK, SINGLE, 0));
            assertThat(guest.complete(1)).isZero();
            assertThat(guest.read(SINGLE, bytes).flip())
                .as("page %d of %d by a list with room for %d", i, pages.length, room)
                .isEqualTo(ByteBuffer.wrap(memory, pages[i] * PAGE, bytes));
        }
    }

    /** Reads what the drive has by another list: all other bytes of the guest stay. */
    private void reads(final NvmeGuest guest, final int room, final int entries, final int last) throws IOException
    {
        final int length = entries * PAGE + last;
        final byte[] blocks = new byte[length];
        for (int at = 0; at < length; at += PAGE)
        {
            final int bytes = Math.min(PAGE, length - at);
            guest.submit(1, guest.transfer(true, at / BLOCK, bytes / BLOCK, SINGLE, 0));
            assertThat(guest.complete(1)).isZero();
            guest.read(SINGLE, bytes).get(0, blocks, at, bytes);
        }
        final int[] pages = list(guest, room, entries);

        guest.submit(1, guest.transfer(true, 0, length / BLOCK, DATA + (long)pages[0] * PAGE, list(room)));
        assertThat(guest.complete(1)).isZero();

        final byte[] expected = memory.clone();
        for (int i = 0; i < pages.length; i++)
        {
            System.arraycopy(blocks, i * PAGE, expected, pages[i] * PAGE, i < entries ? PAGE : last);
        }
        assertThat(guest.read(DATA, memory.length).flip()).as("%d entries by a list with room for %d", entries, room)
            .isEqualTo(ByteBuffer.wrap(expected));
    }

    private static long list(final int room)
    {
        return LISTS + PAGE - (long)room * ENTRY;
    }

    /**
     * Lays out a list of drawn pages, and returns them; the first is that of the first PRP. Where there is no room for
     * all entries, the last place of the page names the next list.
     */
    private int[] list(final NvmeGuest guest, final int room, final int entries) throws IOException
    {
        final int[] pages = random.ints(0, DATA_PAGES).distinct().limit(entries + 1).toArray();
        final ByteBuffer bytes = ByteBuffer.allocate(2 * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        int at = PAGE - room * ENTRY;
        for (int i = 1; i <= entries; i++)
        {
            if (at == PAGE - ENTRY && i < entries)
            {
                bytes.putLong(at, NEXT_LIST);
                at += ENTRY;
            }
            bytes.putLong(at, DATA + (long)pages[i] * PAGE);
            at += ENTRY;
        }
        guest.fill(LISTS, bytes.array());

        return pages;
    }
}
