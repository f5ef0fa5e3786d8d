package org.gale.engine.hypervisor;

import org.gale.engine.command.KvmStep;
import org.gale.engine.config.IaffidMap;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IchVctlrEl2;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr3;
import org.gale.tables.register.IrsIdr4;
import org.gale.tables.register.SystemRegister;

/**
 * Host kernel below KVM: probes the IRS and the CPU interfaces, brings them up with the first verb, and owns the pages,
 * the VM ids and the host's LPIs that VMs are made of.
 */
final class KvmHost
{
    /** The most vCPUs of a VM, whatever the IRS has; the ids of all are below (K-ID-7, K-ID-11). */
    static final int MAX_VCPUS = 512;
    /** Bits of an LPI id that a guest is offered at first, if the host has as many (K-ID-10). */
    static final int GUEST_ID_BITS_MAX = 16;

    private static final long PRIORITY_MASK_ALL = 0x1f;
    private static final int FIRST_PE = 0;

    final HostDriver driver;
    final PageAllocator pages;
    final IaffidMap iaffids;
    final FaultInjection faults = new FaultInjection();
    final KvmMistake mistake;
    final HostLpis lpis;
    final VmTable vmTable;

    private boolean isUp;
    private boolean supported;
    private int idr0;
    private int idr1;
    private int idr2;
    private int idr4;
    private long implementedPpis;
    private long pagesOwned;

    KvmHost(
        final HostDriver driver,
        final PageAllocator pages,
        final IaffidMap iaffids,
        final KvmMistake mistake)
    {
        this.iaffids = iaffids;
        this.mistake = mistake;
        this.driver = driver;
        this.pages = pages;
        this.lpis = new HostLpis(driver, pages, iaffids);
        this.vmTable = new VmTable(driver, pages);
    }

    /** Brings the host up, once; a host without virtualisation stays as it is. */
    void bringUp()                                                              // K-CR-10
    {
        if (isUp)
        {
            return;
        }
        isUp = true;
        idr0 = driver.irs(IrsIdr0.OFFSET);
        idr1 = driver.irs(IrsIdr1.OFFSET);
        idr2 = driver.irs(IrsIdr2.OFFSET);
        idr4 = driver.irs(IrsIdr4.OFFSET);
        supported = IrsIdr0.VIRT.isSet(idr0) && lpis.bringUp(idr2, guestIdBits(), istL2sz()) &&
            vmTable.bringUp(driver.irs(IrsIdr3.OFFSET));
        if (supported)
        {
            implementedPpis = probePpis();
            for (int pe = 0; pe < peCount(); pe++)
            {
                driver.write(pe, SystemRegister.ICC_PCR_EL1, PRIORITY_MASK_ALL);
                driver.write(pe, SystemRegister.ICC_CR0_EL1, IccCr0El1.EN.mask() | IccCr0El1.LINK.mask());  // T-LINK-5
                driver.write(pe, SystemRegister.ICH_VCTLR_EL2, IchVctlrEl2.EN.mask());
            }
            driver.enableAll();
        }
    }

    /** Returns whether the device type is registered. */
    boolean isSupported()                                                       // K-CR-1
    {
        return supported;
    }

    /** Returns the PEs of all IRSs: IRS_IDR1.PE_CNT counts those of one (T-IRS-3). */
    int peCount()
    {
        return iaffids.peCount();
    }

    int paRange()
    {
        return IrsIdr0.PA_RANGE.get(idr0);
    }

    /** Returns PRI_BITS of the IRS, which is the number of bits minus 1. */
    int priBitsMinusOne()
    {
        return IrsIdr1.PRI_BITS.get(idr1);
    }

    /** Returns the LPI id bits that a guest is offered at first. */
    int guestIdBits()                                                           // K-ID-10
    {
        return Math.min(GUEST_ID_BITS_MAX, IrsIdr2.ID_BITS.get(idr2));
    }

    /** Returns the most LPI id bits that user space may offer a guest. */
    int guestIdBitsMax()                                                        // K-AT-59
    {
        return IrsIdr2.ID_BITS.get(idr2);
    }

    int minLpiIdBits()
    {
        return Math.min(IrsIdr2.MIN_LPI_ID_BITS.get(idr2), guestIdBits());
    }

    boolean hasTwoLevelIsts()
    {
        return IrsIdr2.IST_LEVELS.isSet(idr2);
    }

    /** Returns L2SZ of the smallest level 2 interrupt state tables that the IRS has. */
    int istL2sz()
    {
        return Integer.numberOfTrailingZeros(IrsIdr2.IST_L2SZ.get(idr2) | 4);
    }

    /** Returns the most vCPUs of a VM with this device; the ids of all are below. */
    int maxVcpus()                                                              // K-ID-7
    {
        return Math.min(1 << (IrsIdr4.VPE_ID_BITS.get(idr4) + 1), MAX_VCPUS);
    }

    /** Returns the PPIs 0 to 63 that the PEs have. */
    long implementedPpis()
    {
        return implementedPpis;
    }

    /**
     * Allocates zeroed pages for a VM.
     *
     * @param step           the fault that may be injected here
     * @param lengthBytes    to be rounded up to pages
     * @param alignmentBytes a power of two
     * @return the address, or {@link PageAllocator#NONE}
     */
    long allocate(final KvmStep step, final long lengthBytes, final long alignmentBytes)
    {
        return faults.fails(step) ? PageAllocator.NONE : allocate(lengthBytes, alignmentBytes);
    }

    /** Allocates zeroed pages for a VM, in a step that is not a step of its own for injected faults. */
    long allocate(final long lengthBytes, final long alignmentBytes)
    {
        final long address = pages.allocate(lengthBytes, alignmentBytes);
        if (address != PageAllocator.NONE)
        {
            driver.zero(address, PageAllocator.pages(lengthBytes) * PageAllocator.PAGE_BYTES);
            pagesOwned += PageAllocator.pages(lengthBytes);
        }

        return address;
    }

    /** Gives pages of a VM back; {@link PageAllocator#NONE} is none. */
    void free(final long address, final long lengthBytes)
    {
        if (address != PageAllocator.NONE)
        {
            pages.free(address, lengthBytes);
            pagesOwned -= PageAllocator.pages(lengthBytes);
        }
    }

    /** Returns how many pages VMs own, those that are leaked included. */
    long pagesOwned()
    {
        return pagesOwned;
    }

    /** Passes the state of the host through a stream. */
    void state(final StateStream stream)
    {
        isUp = stream.flag(isUp);
        supported = stream.flag(supported);
        idr0 = stream.word32(idr0);
        idr1 = stream.word32(idr1);
        idr2 = stream.word32(idr2);
        idr4 = stream.word32(idr4);
        implementedPpis = stream.word(implementedPpis);
        pagesOwned = stream.word(pagesOwned);
        pages.state(stream);
        faults.state(stream);
        lpis.state(stream);
        vmTable.state(stream);
    }

    /** Finds the PPIs whose enable bit can be set. */
    private long probePpis()
    {
        final long before = driver.read(FIRST_PE, SystemRegister.ICC_PPI_ENABLER0_EL1);
        driver.write(FIRST_PE, SystemRegister.ICC_PPI_ENABLER0_EL1, -1L);
        final long implemented = driver.read(FIRST_PE, SystemRegister.ICC_PPI_ENABLER0_EL1);
        driver.write(FIRST_PE, SystemRegister.ICC_PPI_ENABLER0_EL1, before);

        return implemented;
    }
}
