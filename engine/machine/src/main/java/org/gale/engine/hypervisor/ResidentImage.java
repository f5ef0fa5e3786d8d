package org.gale.engine.hypervisor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.WordList;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Image of a VM whose VPEs are resident, as words: its tables, and the functions that lead to it (M-MIG-9).
 * <pre>
 *   0          SPIs 63:32, LPIs 31:0
 *   1          functions
 *   then       entries of the SPIs, of the LPIs, two in a word
 *   then       each function: its number, its copy
 * </pre>
 * Owned by the thread that owns the machine.
 */
final class ResidentImage
{
    private static final int HEAD_WORDS = 2;
    private static final int WORD_LIMIT = 1 << 24;
    private static final int VECTOR_LIMIT = 2048;

    private final ResidentVm vm;
    private final FunctionMigrations functions;
    private final WordList image = new WordList();
    /** Pending bits and counts that the copies of functions took from them. */
    private final WordList drained = new WordList();

    /** Makes an image of a VM that is read before it is saved. */
    ResidentImage(final ResidentVm vm, final FunctionMigrations functions)
    {
        this.vm = vm;
        this.functions = functions;
    }

    /**
     * Saves the VM.
     *
     * @param devices  that lead to it, of which some are functions
     * @param order    that forgets what it forgets
     * @param underWay function and vector of each message that has left its function and has not reached a table
     */
    void save(final WordList devices, final MigrationOrder order, final WordList underWay)
    {
        image.clear();
        drained.clear();
        image.add((long)vm.count(Intid.TYPE_SPI) << Integer.SIZE | vm.count(Intid.TYPE_LPI));
        image.add(0);
        add(Intid.TYPE_SPI);
        add(Intid.TYPE_LPI);
        int count = 0;
        for (int i = 0; i < devices.size(); i++)
        {
            final int device = (int)devices.word(i);
            if (functions.has(device))
            {
                image.add(device);
                final int at = image.size();
                final int drainedAt = drained.size();
                functions.save(device, image, drained, order != MigrationOrder.PBA_UNSAVED,
                    order != MigrationOrder.EVENTFD_CLOSED);
                leaveOut(device, underWay, at, drainedAt);
                count++;
            }
        }
        image.set(1, count);
    }

    /** Takes the events out of the copy of a function whose messages have left it. */
    private void leaveOut(final int device, final WordList underWay, final int at, final int drainedAt)
    {
        final int bits = functions.eventfdWords(device) / 2;
        final int pending = at + 1 + 2 * (int)image.word(at) + bits;
        for (int i = 0; i < underWay.size(); i += 2)
        {
            final int vector = (int)underWay.word(i + 1);
            if (underWay.word(i) == device)
            {
                clear(image, pending, vector);
                clear(image, pending + bits, vector);
                clear(drained, drainedAt, vector);
                clear(drained, drainedAt + bits, vector);
            }
        }
    }

    private static void clear(final WordList words, final int at, final int bit)
    {
        final int index = at + bit / Long.SIZE;
        words.set(index, words.word(index) & ~(1L << bit));
    }

    /** Fills the tables of the VM, which is invalid: nothing is pending in them. */
    void put()
    {
        put(Intid.TYPE_SPI);
        put(Intid.TYPE_LPI);
    }

    /** Makes pending, in a VM of another id, what is so in the image. */
    void pend(final int vmId)
    {
        pend(vmId, Intid.TYPE_SPI);
        pend(vmId, Intid.TYPE_LPI);
    }

    private void add(final int type)
    {
        for (int id = 0; id < vm.count(type); id += 2)
        {
            image.add(Integer.toUnsignedLong(vm.entryOf(type, id)) | (long)vm.entryOf(type, id + 1) << Integer.SIZE);
        }
    }

    /** Returns how many LPIs of the VM are pending now that are not so in the image. */
    int pendingBeside()
    {
        int count = 0;
        for (int id = 0; id < vm.count(Intid.TYPE_LPI); id++)
        {
            count += L2Iste.isPending(vm.entryOf(Intid.TYPE_LPI, id)) && !L2Iste.isPending(saved(Intid.TYPE_LPI, id)) ?
                1 : 0;
        }

        return count;
    }

    private int saved(final int type, final int id)
    {
        final long word = image.word(HEAD_WORDS + (id >>> 1) + (type == Intid.TYPE_SPI ? 0 : words(Intid.TYPE_SPI)));

        return (int)((id & 1) == 0 ? word : word >>> Integer.SIZE);
    }

    /** Returns the words of the entries of a table, which has an even number of them. */
    private int words(final int type)
    {
        return vm.count(type) / 2;
    }

    private void put(final int type)
    {
        for (int id = 0; id < vm.count(type); id++)
        {
            vm.put(type, id, saved(type, id));
        }
    }

    private void pend(final int vmId, final int type)
    {
        for (int id = 0; id < vm.count(type); id++)
        {
            if (L2Iste.isPending(saved(type, id)))
            {
                vm.pend(vmId, type, id);
            }
        }
    }

    /** Restores the functions. Returns the number of events that are owed to them and were not in the image. */
    int restoreFunctions()
    {
        int at = HEAD_WORDS + words(Intid.TYPE_SPI) + words(Intid.TYPE_LPI);
        int drainedAt = 0;
        int lost = 0;
        for (int i = 0; i < image.word(1); i++)
        {
            final int device = (int)image.word(at++);
            final int bits = functions.eventfdWords(device) / 2;
            lost += functions.restore(device, image, at, drained, drainedAt);
            at += wordsOf(at, bits);
            drainedAt += 2 * bits;
        }

        return lost;
    }

    /** Returns the words of the copy of a function with so many words of bits each. */
    private int wordsOf(final int at, final int bits)
    {
        return 1 + 2 * (int)image.word(at) + 4 * bits;
    }

    /** Returns the size of the image, whose parts are those of the VM and of its functions. */
    ImageSize size()
    {
        final int spis = words(Intid.TYPE_SPI);
        final int lpis = words(Intid.TYPE_LPI);
        long pending = 0;
        for (int id = 0; id < vm.count(Intid.TYPE_LPI); id++)
        {
            pending += L2Iste.isPending(saved(Intid.TYPE_LPI, id)) ? 1 : 0;
        }
        int at = HEAD_WORDS + spis + lpis;
        long ofEventfds = 0;
        for (int i = 0; i < image.word(1); i++)
        {
            final int words = functions.eventfdWords((int)image.word(at++));
            ofEventfds += words;
            at += wordsOf(at, words / 2);
        }
        final long rest = image.size() - HEAD_WORDS - spis - lpis - ofEventfds;
        final Map<String, Long> parts = new LinkedHashMap<>();
        parts.put(ImageSize.HEADER, ImageSize.bytes(HEAD_WORDS));
        parts.put("spi_ist", ImageSize.bytes(spis));
        parts.put("lpi_ist", ImageSize.bytes(lpis));
        parts.put("functions", ImageSize.bytes(rest));
        parts.put("eventfds", ImageSize.bytes(ofEventfds));

        return new ImageSize(ImageSize.bytes(image.size()), parts, pending);
    }

    /**
     * Returns whether an image that was restored is one of the VM.
     *
     * @param devices functions that lead to it
     */
    boolean isWhole(final WordList devices)
    {
        return image.size() >= HEAD_WORDS && image.word(0) ==
            ((long)vm.count(Intid.TYPE_SPI) << Integer.SIZE | vm.count(Intid.TYPE_LPI)) && image.size() >=
            HEAD_WORDS + words(Intid.TYPE_SPI) + words(Intid.TYPE_LPI) && areFunctionsWhole(devices);
    }

    /** Returns whether the copies of functions that were restored are those of vectors that these may have. */
    private boolean areFunctionsWhole(final WordList devices)
    {
        int at = HEAD_WORDS + words(Intid.TYPE_SPI) + words(Intid.TYPE_LPI);
        boolean isWhole = image.word(1) >= 0 && image.word(1) <= devices.size();
        for (int i = 0; i < image.word(1) && isWhole; i++)
        {
            final int vectors = at + 1 < image.size() ? (int)image.word(at + 1) : -1;
            isWhole = vectors > 0 && vectors <= VECTOR_LIMIT;
            at += isWhole ? 2 + 2 * vectors + 4 * ((vectors + Long.SIZE - 1) / Long.SIZE) : 0;
        }

        return isWhole && at == image.size();
    }

    /** Passes the image through a stream. */
    void state(final StateStream stream)
    {
        image.state(stream, WORD_LIMIT);
        drained.state(stream, WORD_LIMIT);
    }
}
