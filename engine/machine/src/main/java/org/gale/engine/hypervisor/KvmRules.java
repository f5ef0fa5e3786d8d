package org.gale.engine.hypervisor;

/**
 * Rules of KVM that the versions of the semantics do not share. A journal's commands follow the rules of its version.
 *
 * @param namesById       true if a guest, its tables and IRQ_LINE name a vCPU by its id, else by its index
 * @param boundsVcpus     true if what the VM may have bounds ids and count of its vCPUs, else 512 alone bounds the ids
 * @param timeoutsKill    true if a VM dies of a VIST command that times out, else the VM goes on without the table
 * @param hasOwnRegisters true if the guest's IRS has all registers of KVM's, with KVM's answers to what is written
 * @param dropsImages     true if a dead VM that refuses a restore drops the image, else the next one finds its rest
 */
public record KvmRules(
    boolean namesById, boolean boundsVcpus, boolean timeoutsKill, boolean hasOwnRegisters, boolean dropsImages)
{
    /** Rules of the version that is written. */
    public static final KvmRules NEWEST = new KvmRules(true, true, true, true, true);

    private static final KvmRules OF_VERSION_7 = new KvmRules(false, false, false, false, false);
    private static final int FIRST_OF_NEWEST = 8;

    /** Returns the rules of a version that can be read. */
    public static KvmRules of(final int semantics)
    {
        return semantics < FIRST_OF_NEWEST ? OF_VERSION_7 : NEWEST;
    }
}
