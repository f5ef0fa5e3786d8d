package org.gale.engine.script;

import java.util.Arrays;
import java.util.Base64;

/** Verbs of physical memory: single loads and stores, and blocks of RAM. Owned by the thread of the session. */
final class MemoryVerbs
{
    /** Limit of the length of a block, bytes. */
    static final int BLOCK_LIMIT = 1 << 20;

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Operands operands;
    private final ReplyBuffer reply;
    private byte[] block = new byte[256];

    MemoryVerbs(final Operands operands, final ReplyBuffer reply)
    {
        this.operands = operands;
        this.reply = reply;
    }

    void load(final ScriptTarget target, final int sizeBytes)
    {
        if (!operands.number(1, "ADDR") || !isMapped(target, operands.value(1), sizeBytes))
        {
            return;
        }

        reply.append("OK ").appendHex(target.load(operands.value(1), sizeBytes)).endLine();
    }

    void store(final ScriptTarget target, final int sizeBytes)
    {
        final long max = -1L >>> (Long.SIZE - Byte.SIZE * sizeBytes);
        if (!operands.number(1, "ADDR") || !operands.numberBetween(2, "VALUE", 0, max) ||
            !isMapped(target, operands.value(1), sizeBytes))
        {
            return;
        }

        target.store(operands.value(1), sizeBytes, operands.value(2));
        reply.ok();
    }

    void read(final ScriptTarget target)
    {
        if (!isBlock(target))
        {
            return;
        }

        final int length = operands.intValue(2);
        target.read(operands.value(1), block(length), length);
        reply.append("OK ").appendHex(block, length).endLine();
    }

    void write(final ScriptTarget target)
    {
        if (!isBlock(target))
        {
            return;
        }

        final int length = operands.intValue(2);
        final LineParser line = operands.line();
        if (!line.isHex(3) || line.length(3) != 2 + 2 * length || !line.parseBlock(3, block(length), length))
        {
            operands.fail("data", 3).append(" is not 0x and ").appendUnsigned(2L * length)
                .append(" hex digits, two for each of the ").appendUnsigned(length).append(" bytes").endLine();
            return;
        }

        target.write(operands.value(1), block, length);
        reply.ok();
    }

    void readBase64(final ScriptTarget target)
    {
        if (!isBlock(target))
        {
            return;
        }

        final int length = operands.intValue(2);
        target.read(operands.value(1), block(length), length);
        reply.append("OK ").append(BASE64.encodeToString(Arrays.copyOf(block, length))).endLine();
    }

    void writeBase64(final ScriptTarget target)
    {
        if (!isBlock(target))
        {
            return;
        }

        final int length = operands.intValue(2);
        final byte[] data = decoded(operands.line());
        if (data == null || data.length != length)
        {
            operands.fail("data", 3).append(" is not the base64 of ").appendUnsigned(length)
                .append(length == 1 ? " byte" : " bytes").endLine();
            return;
        }

        target.write(operands.value(1), data, length);
        reply.ok();
    }

    /** Answers the byte order of the machine's memory. */
    void endianness()
    {
        reply.append("OK little").endLine();
    }

    /** Returns the bytes of the data word, or null if it is not base64. */
    private static byte[] decoded(final LineParser line)
    {
        try
        {
            return Base64.getDecoder().decode(
                Arrays.copyOfRange(line.bytes(), line.start(3), line.start(3) + line.length(3)));
        }
        catch (final IllegalArgumentException ex)
        {
            return null;                                                        // the caller answers FAIL
        }
    }

    void memset(final ScriptTarget target)
    {
        if (!operands.numberBetween(3, "BYTE", 0, 0xff) || !isBlock(target))
        {
            return;
        }

        final int length = operands.intValue(2);
        Arrays.fill(block(length), 0, length, (byte)operands.value(3));
        target.write(operands.value(1), block, length);
        reply.ok();
    }

    private boolean isMapped(final ScriptTarget target, final long address, final int sizeBytes)
    {
        final boolean isMapped = target.isMapped(address, sizeBytes);
        if (!isMapped)
        {
            reply.append("FAIL unmapped").endLine();
        }

        return isMapped;
    }

    private boolean isBlock(final ScriptTarget target)
    {
        if (!operands.number(1, "ADDR") || !operands.numberBetween(2, "SIZE", 1, BLOCK_LIMIT))
        {
            return false;
        }

        final boolean isRam = target.isRam(operands.value(1), operands.value(2));
        if (!isRam)
        {
            reply.append("FAIL unmapped").endLine();
        }

        return isRam;
    }

    private byte[] block(final int length)
    {
        if (block.length < length)
        {
            block = new byte[Math.max(length, block.length * 2)];
        }

        return block;
    }
}
