package org.gale.engine.journal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Layout of a segment as Chronicle Queue makes it, measured with version 2026.4. A segment is a directory of two files.
 * <pre>
 *  19700101F.cq4                                           metadata.cq4t, 131,072 bytes
 *    0  prefix: constant but for                             0  constant but for
 *   64    position p of the last excerpt's header          296    lock: free, or the pid of the writer that appends
 *   72    p &lt;&lt; 32 | number of the last excerpt            496  zeros
 *  400  excerpts: header, payload, zeros up to a multiple of 4
 *  end  zeros, up to block + overlap while open, cut when sealed
 * </pre>
 * An excerpt's header is its length; bit 31 means that it is not complete, bit 30 that it is Chronicle's own. Zero
 * means that there is nothing yet.
 */
public final class SegmentFormat
{
    public static final String FILE_NAME = "19700101F.cq4";
    public static final String METADATA_NAME = "metadata.cq4t";

    public static final int LAST_POSITION_OFFSET = 64;
    public static final int LAST_INDEX_OFFSET = 72;
    public static final int PREFIX_LENGTH = 400;
    public static final int EXCERPT_HEADER_LENGTH = Integer.BYTES;
    static final int NOT_COMPLETE = 1 << 31;
    static final int CHRONICLES_OWN = 1 << 30;
    /** Number of bytes after an excerpt that Chronicle zeroes. */
    static final int ZEROED_AFTER = 8;

    static final int METADATA_LENGTH = 131_072;
    static final int METADATA_USED = 496;
    public static final int LOCK_OFFSET = 296;
    public static final long LOCK_FREE = 0x8000_0000_0000_0000L;
    /** Offset of the count of visits by tailers that may write. */
    static final int VISITS_OFFSET = 256;
    static final long VISITS_AT_FIRST = 3;
    static final long VISITS_LIMIT = 1_000_000;

    /** Limit of the number of segments, which has six digits. */
    static final int SEGMENT_LIMIT = 1_000_000;
    /** Payload of an opening frame: journal id, segment number, length of the block. */
    static final int OPENING_PAYLOAD_LENGTH = 3 * Long.BYTES;
    /** Offset of the excerpt header of the first frame of the chain. */
    static final int FIRST_CHAIN_OFFSET =
        PREFIX_LENGTH + EXCERPT_HEADER_LENGTH + Frame.totalLength(OPENING_PAYLOAD_LENGTH);
    /** Room that frames leave for the closing frame, whose payload is at most {@link #CLOSING_PAYLOAD_LIMIT}. */
    static final int CLOSING_RESERVE = 4096;
    static final int CLOSING_PAYLOAD_LIMIT = Frame.payloadLimit(CLOSING_RESERVE - EXCERPT_HEADER_LENGTH);

    private static final int PAGE = 4096;
    private static final int OVERLAP_MIN = 64 * 1024;

    /** Longest block. */
    static final int BLOCK_MAX = 256 * 1024 * 1024;
    /** Limit to which Chronicle's tailers lengthen files. */
    static final long LENGTH_LIMIT = openLength(BLOCK_MAX);

    private static final byte[] PREFIX = bytes(PREFIX_LENGTH,
        "c1000040b906686561646572b60853435153746f726582aa000000cd7772697465506f736974696f" +
        "6e8e01000000008d0200000000000000020000000000000000000000000000000000000000000000" +
        "c8696e646578696e67b60c53435153496e646578696e67824c000000ca696e646578436f756e74a1" +
        "08cc696e64657853706163696e67a600000004cb696e64657832496e646578a7c800000000000000" +
        "c96c617374496e6465788e00000000a70000000400000000ca64617461466f726d6174a101000000" +
        "64000040b90b696e64657832696e6465788e01000000008d08000000000000000100000000000000" +
        "30010000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "0000000000000000000000000000000000000000000000005c000040b905696e6465788f8f8f8f8d" +
        "080000000000000001000000000000009001");
    private static final byte[] METADATA = bytes(METADATA_USED,
        "94000040b906686561646572b607535453746f7265827e000000c87769726554797065b608576972" +
        "6554797065ec42494e4152595f4c49474854c86d65746164617461b6075343514d65746182460000" +
        "00c4726f6c6cb60853435153526f6c6c8227000000c66c656e677468a6005c2605c6666f726d6174" +
        "eb797979794d4d6464274627c565706f6368a100c8736f757263654964a1008f24000000b9146c69" +
        "7374696e672e686967686573744379636c658e00000000a7000000000000000024000000b9136c69" +
        "7374696e672e6c6f776573744379636c658e0100000000a700000000000000001c000000b9106c69" +
        "7374696e672e6d6f64436f756e748fa7030000000000000024000000b9146368726f6e69636c652e" +
        "77726974652e6c6f636b8e00000000a7000000000000008024000000b9156368726f6e69636c652e" +
        "617070656e642e6c6f636b8f8f8f8fa700000000000000802c000000b91d6368726f6e69636c652e" +
        "6c617374496e6465785265706c6963617465648f8f8f8fa7ffffffffffffffff34000000b9296368" +
        "726f6e69636c652e6c61737441636b6e6f776c6564676564496e6465785265706c696361746564a7" +
        "ffffffffffffffff2c000000b91a6368726f6e69636c652e6c617374496e6465784d53796e636564" +
        "8e020000000000a7ffffffffffffffff");

    static
    {
        assert FIRST_CHAIN_OFFSET % 4 == 0 : "an excerpt is not aligned";
        assert ((PREFIX_LENGTH + EXCERPT_HEADER_LENGTH) & 7) == 4 : "a frame is not aligned";
        assert LAST_POSITION_OFFSET + Long.BYTES == LAST_INDEX_OFFSET && LAST_INDEX_OFFSET < PREFIX_LENGTH;
        assert LOCK_OFFSET + Long.BYTES <= METADATA_USED && METADATA_USED <= METADATA_LENGTH;
        assert CLOSING_PAYLOAD_LIMIT >= Long.BYTES : "no room for the reason of a closing frame";
    }

    private SegmentFormat()
    {
    }

    /** Returns the directory of a segment. */
    static Path directory(final Path journal, final int segment)
    {
        return journal.resolve(String.format(Locale.ROOT, "%06d", segment));
    }

    /**
     * Returns the number of the segment of a file's name.
     *
     * @return the number, or −1 if the name is no segment's
     */
    static int segmentOf(final String name)
    {
        if (name.length() != 6)
        {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < 6; i++)
        {
            final char c = name.charAt(i);
            if (c < '0' || c > '9')
            {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    /** Returns the length of the file of an open segment: Chronicle maps the block and a quarter more. */
    public static long openLength(final int block)
    {
        return (long)block + Math.max(OVERLAP_MIN, block / 4);
    }

    /** Returns the length of the file of a sealed segment by the end of its last frame. */
    static long cutLength(final long end)
    {
        return (end + ZEROED_AFTER + PAGE - 1) & -PAGE;
    }

    /**
     * Returns the offset of the next excerpt's header.
     *
     * @return an offset in bytes
     */
    public static int nextOffset(final int offset, final int lengthBytes)
    {
        return offset + EXCERPT_HEADER_LENGTH + ((lengthBytes + 3) & ~3);
    }

    /**
     * Returns the second of the two longs that name the last excerpt.
     *
     * @return the encoded place: offset in the file in 63:32, number of the excerpt in 31:0
     */
    public static long lastIndex(final long position, final int number)
    {
        return position << Integer.SIZE | number;
    }

    /** Returns the first 400 bytes of a segment, zero in 64 to 79. */
    public static byte[] prefix()
    {
        return PREFIX.clone();
    }

    /** Returns the first 496 bytes of the metadata file, with the free lock. */
    public static byte[] metadata()
    {
        return METADATA.clone();
    }

    private static byte[] bytes(final int length, final String hex)
    {
        return Arrays.copyOf(HexFormat.of().parseHex(hex), length);
    }
}
