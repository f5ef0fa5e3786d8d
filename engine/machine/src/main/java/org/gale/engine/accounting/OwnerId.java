package org.gale.engine.accounting;

import org.gale.tables.operand.Intid;

/**
 * Number of an owner of interrupts: the physical side of one interrupt domain of an IRS, or a VM.
 * <pre>
 *  31      23 22    19 18    17 16  15                    0
 *  +---------+--------+--------+---+-----------------------+
 *  |    0    |  IRS   | domain | V |         VM_ID         |
 *  +---------+--------+--------+---+-----------------------+
 *   V = virtual: a VM. VM_ID is 0 where V is 0. The domain is Arm's, as registers number it.
 * </pre>
 * The physical owner of a domain compares lower than its VMs. Pure functions.
 */
public final class OwnerId
{
    /** Value that stands for no owner. */
    public static final int NONE = -1;
    /** One past the highest owner. */
    public static final int LIMIT = 1 << 23;

    /** Number of VMs that a domain can have. */
    public static final int VM_LIMIT = 1 << 16;

    private static final int IRS_SHIFT = 19;
    private static final int IRS_MASK = 15;
    private static final int DOMAIN_SHIFT = 17;
    private static final int DOMAIN_MASK = 3;
    private static final int VIRTUAL = 1 << 16;
    private static final int VM_ID_MASK = VIRTUAL - 1;

    static
    {
        assert VIRTUAL + VM_ID_MASK == (VIRTUAL | VM_ID_MASK) : "the kind overlaps the VM";
        assert 1 << DOMAIN_SHIFT > (VIRTUAL | VM_ID_MASK) : "the domain overlaps the VM";
        assert 1 << IRS_SHIFT > (DOMAIN_MASK << DOMAIN_SHIFT | VIRTUAL | VM_ID_MASK) : "the IRS overlaps";
        assert (IRS_MASK << IRS_SHIFT | DOMAIN_MASK << DOMAIN_SHIFT | VIRTUAL | VM_ID_MASK) < LIMIT :
            "an owner is too big";
        assert VM_LIMIT == VM_ID_MASK + 1 : "VMs and their field differ";
    }

    private OwnerId()
    {
    }

    /**
     * Returns the owner of the physical interrupts of a domain.
     *
     * @param irs    number of the IRS, 0 to 15
     * @param domain 0 to 3, as {@link org.gale.tables.register.InterruptDomain} numbers it
     * @return the encoded owner
     */
    public static int physical(final int irs, final int domain)
    {
        assert (irs & ~IRS_MASK) == 0 && (domain & ~DOMAIN_MASK) == 0 : "irs=" + irs + ", domain=" + domain;

        return (irs << IRS_SHIFT) | (domain << DOMAIN_SHIFT);
    }

    /**
     * Returns a VM of the domain that an owner belongs to.
     *
     * @param owner any owner of that domain
     * @param vmId  0 to 65 535
     * @return the encoded owner
     */
    public static int vm(final int owner, final int vmId)
    {
        assert (vmId & ~VM_ID_MASK) == 0 : "vmId=" + vmId;

        return (owner & ~VM_ID_MASK) | VIRTUAL | vmId;
    }

    /** Returns whether the owner is the physical side of a domain, rather than a VM. */
    public static boolean isPhysical(final int owner)
    {
        return (owner & VIRTUAL) == 0;
    }

    /**
     * Returns whether an owner is a VM of one domain.
     *
     * @param owner         any int
     * @param physicalOwner the physical side of that domain
     */
    public static boolean isVmOf(final int owner, final int physicalOwner)
    {
        return (owner & ~VM_ID_MASK) == (physicalOwner | VIRTUAL);
    }

    /** Returns the VM id of an owner, which is a VM. */
    public static int vmId(final int owner)
    {
        assert !isPhysical(owner) : "owner=" + owner;

        return owner & VM_ID_MASK;
    }

    /** Returns the number of the IRS that an owner belongs to. */
    public static int irs(final int owner)
    {
        return (owner >>> IRS_SHIFT) & IRS_MASK;
    }

    /** Returns the interrupt domain that an owner belongs to. */
    public static int domain(final int owner)
    {
        return (owner >>> DOMAIN_SHIFT) & DOMAIN_MASK;
    }

    /** Returns the owner's name for a message, such as {@code physical} or {@code VM 3}. */
    public static String name(final int owner)
    {
        return isPhysical(owner) ? "physical" : "VM " + vmId(owner);
    }

    /** Returns the name of an owner's interrupt for a message, such as {@code VM 3 LPI 7}. */
    public static String name(final int owner, final int intid)
    {
        return name(owner) + (Intid.isSpi(intid) ? " SPI " : " LPI ") + Intid.id(intid);
    }
}
