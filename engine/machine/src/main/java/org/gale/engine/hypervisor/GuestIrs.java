package org.gale.engine.hypervisor;

import org.gale.tables.field.Field;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IrsIdr0;

/**
 * Registers of the IRS that KVM shows to a guest, as far as they hold something. In the stream one word has PRI_BITS,
 * and what user space changed of IDR0 and IDR2:
 * <pre>
 *  31           16 15        10 9     7 6          3 2        0
 *  +--------------+------------+-------+------------+----------+
 *  |    IRSID     |     0      | L2SZ  |  PA_RANGE  | PRI_BITS |
 *  +--------------+------------+-------+------------+----------+
 *   L2SZ, PA_RANGE: exclusive or with the value at INIT
 * </pre>
 */
final class GuestIrs
{
    /** IRS_PE_SELR while nothing is selected (K-IRS-3). */
    static final int NO_PE = 0xffff;
    /** IRS_SPI_SELR while nothing is selected (K-IRS-3). */
    static final int NO_SPI = 0xff_ffff;

    private static final int L2SZ_4K = 1;
    private static final Field PRI_BITS = new Field("PRI_BITS", 0, 3);
    private static final Field PA_RANGE_CHANGE = new Field("PA_RANGE", 3, 4);
    private static final Field L2SZ_CHANGE = new Field("L2SZ", 7, 3);

    boolean isEnabled;
    int cr1;
    int spiSelr = NO_SPI;
    int peSelr = NO_PE;
    int istCfgr;
    long istBaser;
    /** IDR1.PRI_BITS, that is the number of bits minus 1. */
    int priBits;
    int idBits;
    int minLpiIdBits;
    private int irsId;
    private int paRangeChange;
    private int l2szChange;
    /** User space restored a valid IST_BASER, and the table has to follow (K-AT-62). */
    boolean isRestorePending;

    /** Sets the registers as INIT does. */
    void reset(final KvmHost host)                                                 // K-IRS-1
    {
        isEnabled = false;
        cr1 = 0;
        spiSelr = NO_SPI;
        peSelr = NO_PE;
        istCfgr = 0;
        istBaser = 0;
        priBits = host.priBitsMinusOne();
        idBits = host.guestIdBits();
        minLpiIdBits = host.minLpiIdBits();
        irsId = 0;
        paRangeChange = 0;
        l2szChange = 0;
        isRestorePending = false;
    }

    /** Returns IRS_IDR0 as INIT makes it. */
    static int initialIdr0(final KvmHost host)                                  // K-IRS-1
    {
        return IrsIdr0.PA_RANGE.set(IrsIdr0.INT_DOM.set(0, InterruptDomain.NON_SECURE), host.paRange());
    }

    /** Returns IRS_IDR0. */
    int idr0(final KvmHost host)
    {
        return initialIdr0(host) ^ IrsIdr0.IRSID.set(IrsIdr0.PA_RANGE.set(0, paRangeChange), irsId);
    }

    /** Takes the fields of IRS_IDR0 that user space may change. */
    void idr0(final KvmHost host, final int value)                              // K-AT-57
    {
        paRangeChange = IrsIdr0.PA_RANGE.get(value ^ initialIdr0(host));
        irsId = IrsIdr0.IRSID.get(value);
    }

    /** Returns IST_L2SZ of IRS_IDR2. */
    int l2sz()
    {
        return L2SZ_4K ^ l2szChange;
    }

    void l2sz(final int value)                                                  // K-AT-59
    {
        l2szChange = L2SZ_4K ^ value;
    }

    /** Passes the state through a stream. */
    void state(final StateStream stream)
    {
        isEnabled = stream.flag(isEnabled);
        cr1 = stream.word32(cr1);
        spiSelr = stream.word32(spiSelr);
        peSelr = stream.word32(peSelr);
        istCfgr = stream.word32(istCfgr);
        istBaser = stream.word(istBaser);
        changes(stream.word32(changes()));
        idBits = stream.word32(idBits);
        minLpiIdBits = stream.word32(minLpiIdBits);
        isRestorePending = stream.flag(isRestorePending);
    }

    private int changes()
    {
        final int changes = L2SZ_CHANGE.set(PA_RANGE_CHANGE.set(PRI_BITS.set(0, priBits), paRangeChange), l2szChange);

        return IrsIdr0.IRSID.set(changes, irsId);
    }

    private void changes(final int changes)
    {
        priBits = PRI_BITS.get(changes);
        paRangeChange = PA_RANGE_CHANGE.get(changes);
        l2szChange = L2SZ_CHANGE.get(changes);
        irsId = IrsIdr0.IRSID.get(changes);
    }
}
