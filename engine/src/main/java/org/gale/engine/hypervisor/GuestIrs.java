package org.gale.engine.hypervisor;

import org.gale.tables.memory.StateStream;

/** Registers of the IRS that KVM shows to a guest, as far as they hold something. */
final class GuestIrs
{
    /** IRS_PE_SELR while nothing is selected (K-IRS-3). */
    static final int NO_PE = 0xffff;
    /** IRS_SPI_SELR while nothing is selected (K-IRS-3). */
    static final int NO_SPI = 0xff_ffff;

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
        isRestorePending = false;
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
        priBits = stream.word32(priBits);
        idBits = stream.word32(idBits);
        minLpiIdBits = stream.word32(minLpiIdBits);
        isRestorePending = stream.flag(isRestorePending);
    }
}
