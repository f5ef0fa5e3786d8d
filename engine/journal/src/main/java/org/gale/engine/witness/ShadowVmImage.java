package org.gale.engine.witness;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.command.KvmVerb;

/** Image of a VM under KVM as words, in parts as commands bring them. Owned by the machine's thread. */
final class ShadowVmImage
{
    private static final long[] NOTHING = {};
    private static final long MAGIC = 0x0031_4d56_656c_6147L;
    private static final int HEAD_WORDS = 4;
    private static final int IRS_WORDS = 8;
    private static final int SELECTION = HEAD_WORDS + 4;
    private static final int VCPU_WORDS = 15;
    private static final int PENDING_WORD = 6;
    private static final int VCPU_LIMIT = 512;
    private static final int LPI_LIMIT = 1 << 24;

    private long[] words = NOTHING;

    /** Forgets what came. */
    void clear()
    {
        words = NOTHING;
    }

    /** Takes the words of a command. */
    void stage(final DirectBuffer frame, final int offset)
    {
        final long first = KvmVerb.argument32(frame.getLong(offset + Long.BYTES));
        final int count = KvmVerb.operandCount(frame.getLong(offset));
        if (first + count <= LPI_LIMIT)
        {
            words = words.length < first + count ? Arrays.copyOf(words, (int)first + count) : words;
            for (int i = 0; i < count; i++)
            {
                words[(int)first + i] = frame.getLong(offset + (2 + i) * Long.BYTES);
            }
        }
    }

    /** Takes words as a query shows them. */
    void read(final String text)
    {
        final String[] shown = text.split(" ", -1);
        words = new long[shown.length];
        Arrays.setAll(words, i -> Long.parseUnsignedLong(shown[i], 16));
    }

    /** Returns whether this is an image of a VM with so many vCPUs. */
    boolean isOf(final int vcpus)
    {
        return words.length > HEAD_WORDS && words[0] == MAGIC && words[1] == vcpus && vcpus <= VCPU_LIMIT &&
            words[2] >= 0 && words[2] <= ShadowVm.SPI_LIMIT && words[3] >= 0 && words[3] <= LPI_LIMIT &&
            words.length == lpisAt() + (lpis() + 1) / 2 + 1;
    }

    int spis()
    {
        return (int)words[2];
    }

    int lpis()
    {
        return (int)words[3];
    }

    /** Returns the SPI that is selected. */
    long selected()
    {
        return words[SELECTION] & 0xffff_ffffL;
    }

    /** Returns the pending PPIs of a vCPU. */
    long pending(final int vcpu)
    {
        return words[HEAD_WORDS + IRS_WORDS + vcpu * VCPU_WORDS + PENDING_WORD];
    }

    int spi(final int id)
    {
        return entry(spisAt(), id);
    }

    int lpi(final int id)
    {
        return entry(lpisAt(), id);
    }

    private int spisAt()
    {
        return HEAD_WORDS + IRS_WORDS + (int)words[1] * VCPU_WORDS;
    }

    private int lpisAt()
    {
        return spisAt() + (spis() + 1) / 2;
    }

    private int entry(final int at, final int id)
    {
        return (int)(words[at + (id >>> 1)] >>> ((id & 1) * Integer.SIZE));
    }
}
