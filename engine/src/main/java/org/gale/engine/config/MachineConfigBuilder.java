package org.gale.engine.config;

/** Values of a {@link MachineConfig} by name, so that none takes the place of another. Owned by one thread. */
final class MachineConfigBuilder
{
    boolean virtual;
    long ramBase;
    long ramBytes;
    int pes;
    long irsConfig;
    long irsSetlpi;
    long itsConfig;
    long itsTranslate;
    long iwbConfig;
    int spis;
    int spiBase;
    int idBits;
    int minLpiIdBits;
    int priBits;
    int vmIdBits;
    int vpeIdBits;
    int deviceIdBits;
    int eventIdBits;
    PpiSet ppis;
    boolean oneN;
    boolean virtOneN;
    boolean swe;
    boolean strict;
    boolean nmi;
    ItsCaching itsCache;
    int opsDelay;
    boolean opsOrder;
    KvmKernel kvm;
    Gicv4Config gicv4;

    /** Returns the configuration. The caller validates it as a whole. */
    MachineConfig build()
    {
        return new MachineConfig(
            virtual,
            ramBase,
            ramBytes,
            pes,
            irsConfig,
            irsSetlpi,
            itsConfig,
            itsTranslate,
            iwbConfig,
            spis,
            spiBase,
            idBits,
            minLpiIdBits,
            priBits,
            vmIdBits,
            vpeIdBits,
            deviceIdBits,
            eventIdBits,
            ppis,
            oneN,
            virtOneN,
            swe,
            strict,
            nmi,
            itsCache,
            opsDelay,
            opsOrder,
            kvm,
            gicv4);
    }
}
