package org.gale.engine.gicv4;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.engine.command.V4ImageVersion;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.WordList;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Image of a VM as words: what of it is saved, and how it is read. It has the pending bit of each vLPI, wherever that
 * was held (V4-INV-16).
 * <pre>
 *   header    version | counts and SGI kind | number of properties
 *   per vCPU  direct, SGIs that are pending, depth | per active interrupt: INTID and priority
 *   per vLPI  vINTID, vCPU, pending | DeviceID and EventID
 *   per property that the guest wrote    vINTID, byte
 * </pre>
 */
final class V4Image
{
    /** The most words of an image. */
    static final int WORD_LIMIT = 1 << 24;

    private static final int COUNTS = 1;
    private static final int PROPERTIES = 2;
    private static final int HEADER_WORDS = 3;
    private static final int VLPI_WORDS = 2;
    private static final int VCPU_BITS = 16;
    private static final long HARDWARE_SGIS = 1L << VCPU_BITS;
    private static final long DIRECT = 1;
    private static final int DEPTH_SHIFT = 8;
    private static final int DEPTH_MASK = 0x7f;
    private static final int SGIS_SHIFT = 16;
    private static final int SGIS_MASK = 0xffff;
    private static final int VCPU_SHIFT = 32;
    private static final int VCPU_MASK = 0xffff;
    private static final long PENDING = 1L << 48;
    private static final int BYTE = 0xff;

    private final WordList words;
    private final int length;
    private final int[] vcpus;
    private final int firstVlpi;
    private final int vlpiCount;

    private V4Image(
        final WordList words, final int length, final int[] vcpus, final int firstVlpi, final int vlpiCount)
    {
        this.words = words;
        this.length = length;
        this.vcpus = vcpus;
        this.firstVlpi = firstVlpi;
        this.vlpiCount = vlpiCount;
    }

    /** Writes the header of an image that is empty. */
    static void header(final WordList words, final int vcpuCount, final boolean hasHardwareSgis)
    {
        words.clear();
        words.add(V4ImageVersion.word());
        words.add(vcpuCount | (hasHardwareSgis ? HARDWARE_SGIS : 0));
        words.add(0);
    }

    /** Adds a vCPU, whose active interrupts are added next. */
    static void addVcpu(final WordList words, final boolean isDirect, final int sgis, final int depth)
    {
        words.add((isDirect ? DIRECT : 0) | (long)depth << DEPTH_SHIFT | (long)sgis << SGIS_SHIFT);
    }

    static void addActive(final WordList words, final int intid, final int priority)
    {
        words.add((long)priority << Integer.SIZE | intid);
    }

    static void addVlpi(final WordList words, final Vlpi vlpi, final boolean isPending)
    {
        words.add(vlpi.vintid | (long)vlpi.target().index << VCPU_SHIFT | (isPending ? PENDING : 0));
        words.add((long)vlpi.deviceId << Integer.SIZE | vlpi.eventId);
        words.set(COUNTS, words.word(COUNTS) + (1L << Integer.SIZE));
    }

    static void addProperty(final WordList words, final int vintid, final int property)
    {
        words.add((long)property << Integer.SIZE | vintid);
        words.set(PROPERTIES, words.word(PROPERTIES) + 1);
    }

    /**
     * Reads an image.
     *
     * @param length  number of its words
     * @param lpiBits INTID bits of the host's vLPIs
     * @return the image, or null if the words are none that this host can take
     */
    static V4Image of(final WordList words, final long length, final int lpiBits)
    {
        if (length > words.size() || length < HEADER_WORDS || words.word(0) != V4ImageVersion.word())
        {
            return null;
        }
        final int[] vcpus = new int[(int)words.word(COUNTS) & VCPU_MASK];
        int at = HEADER_WORDS;
        int count = 0;
        while (count < vcpus.length && at < length)
        {
            vcpus[count++] = at;
            at += 1 + depth(words.word(at));
        }
        final long vlpis = words.word(COUNTS) >>> Integer.SIZE;
        final long end = at + vlpis * VLPI_WORDS + words.word(PROPERTIES);
        if (count < vcpus.length || words.word(PROPERTIES) < 0 || words.word(PROPERTIES) > length || end != length)
        {
            return null;
        }
        final V4Image image = new V4Image(words, (int)length, vcpus, at, (int)vlpis);

        return image.isSound(1 << lpiBits) ? image : null;
    }

    private static int depth(final long word)
    {
        return (int)(word >>> DEPTH_SHIFT) & DEPTH_MASK;
    }

    private boolean isSound(final int limit)
    {
        boolean isSound = true;
        for (int vcpu = 0; vcpu < vcpus.length; vcpu++)
        {
            isSound &= isSound(vcpu, limit) && (isDirect(vcpu) || !hasHardwareSgis());
        }
        int last = PropertyCache.FIRST_LPI - 1;
        for (int i = 0; i < vlpiCount; i++)
        {
            isSound &= vintid(i) > last && vintid(i) < limit && vcpu(i) < vcpus.length && deviceId(i) >= 0 &&
                deviceId(i) < EventTables.DEVICE_LIMIT && eventId(i) >= 0 && eventId(i) < EventTables.EVENT_LIMIT;
            last = vintid(i);
        }
        for (int at = firstProperty(); at < length; at++)
        {
            isSound &= (int)words.word(at) >= PropertyCache.FIRST_LPI && (int)words.word(at) < limit;
        }

        return isSound;
    }

    /** Returns whether each active interrupt of a vCPU has a higher priority than the one before. */
    private boolean isSound(final int vcpu, final int limit)
    {
        boolean isSound = true;
        long last = ActiveStack.IDLE_PRIORITY;
        for (int i = 0; i < depth(vcpu); i++)
        {
            final int intid = (int)active(vcpu, i);
            final long priority = active(vcpu, i) >>> Integer.SIZE;
            isSound &= priority < last && priority == PropertyByte.priority((int)priority) &&
                ((intid >= 0 && intid < MappedVpe.SGI_COUNT) || (intid >= PropertyCache.FIRST_LPI && intid < limit));
            last = priority;
        }

        return isSound;
    }

    /** Returns the size of the image. */
    ImageSize size()
    {
        long pending = 0;
        for (int i = 0; i < vlpiCount; i++)
        {
            pending += isPending(i) ? 1 : 0;
        }
        final Map<String, Long> parts = new LinkedHashMap<>();
        parts.put(ImageSize.HEADER, ImageSize.bytes(HEADER_WORDS));
        parts.put("vcpus", ImageSize.bytes(firstVlpi - HEADER_WORDS));
        parts.put("vlpis", ImageSize.bytes((long)VLPI_WORDS * vlpiCount));
        parts.put("properties", ImageSize.bytes(words.word(PROPERTIES)));

        return new ImageSize(ImageSize.bytes(length), parts, pending);
    }

    int vcpuCount()
    {
        return vcpus.length;
    }

    boolean hasHardwareSgis()
    {
        return (words.word(COUNTS) & HARDWARE_SGIS) != 0;
    }

    boolean isDirect(final int vcpu)
    {
        return (words.word(vcpus[vcpu]) & DIRECT) != 0;
    }

    /** Returns the number of vCPUs with direct injection, each of which needs a vPE. */
    int directCount()
    {
        int count = 0;
        for (int vcpu = 0; vcpu < vcpus.length; vcpu++)
        {
            count += isDirect(vcpu) ? 1 : 0;
        }

        return count;
    }

    /** Returns the pending SGIs of a vCPU, a bit each. */
    int sgis(final int vcpu)
    {
        return (int)(words.word(vcpus[vcpu]) >>> SGIS_SHIFT) & SGIS_MASK;
    }

    int depth(final int vcpu)
    {
        return depth(words.word(vcpus[vcpu]));
    }

    /** Returns the INTID in bits 31:0 and the priority above, of an active interrupt of a vCPU, the oldest first. */
    long active(final int vcpu, final int index)
    {
        return words.word(vcpus[vcpu] + 1 + index);
    }

    int vlpiCount()
    {
        return vlpiCount;
    }

    int vintid(final int vlpi)
    {
        return (int)words.word(firstVlpi + vlpi * VLPI_WORDS);
    }

    int vcpu(final int vlpi)
    {
        return (int)(words.word(firstVlpi + vlpi * VLPI_WORDS) >>> VCPU_SHIFT) & VCPU_MASK;
    }

    boolean isPending(final int vlpi)
    {
        return (words.word(firstVlpi + vlpi * VLPI_WORDS) & PENDING) != 0;
    }

    int deviceId(final int vlpi)
    {
        return (int)(words.word(firstVlpi + vlpi * VLPI_WORDS + 1) >>> Integer.SIZE);
    }

    int eventId(final int vlpi)
    {
        return (int)words.word(firstVlpi + vlpi * VLPI_WORDS + 1);
    }

    /** Writes the properties into the table of a VM. */
    void writeProperties(final V4Vm vm)
    {
        for (int at = firstProperty(); at < length; at++)
        {
            vm.property((int)words.word(at), (int)(words.word(at) >>> Integer.SIZE) & BYTE);
        }
    }

    private int firstProperty()
    {
        return firstVlpi + vlpiCount * VLPI_WORDS;
    }
}
