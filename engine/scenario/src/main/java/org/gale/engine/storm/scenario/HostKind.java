package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;

/** Kind of machine of a job, with the profile whose workload runs on it. */
public enum HostKind
{
    /** GICv5 whose VPEs are resident. */
    GICV5("gicv5", "default"),
    /** GICv5 whose vCPUs KVM schedules. */
    KVM("kvm", "overcommit"),
    /** GICv4.1 host with direct injection. */
    GICV4("gicv4", "direct"),
    /** GICv5 whose devices are functions with MSI-X vectors; VPEs are resident. */
    MSIX("msix", "msix");

    private final String label;
    private final String profile;

    HostKind(final String label, final String profile)
    {
        this.label = label;
        this.profile = profile;
    }

    /** Returns the word that users write. */
    public String label()
    {
        return label;
    }

    /** Returns the name of the profile whose workload runs on such a machine. */
    public String profile()
    {
        return profile;
    }

    /** Returns whether each VPE of such a machine is resident on its own PE. */
    public boolean isResident()
    {
        return this == GICV5 || this == MSIX;
    }

    /** {@return the kind of a word, or null} */
    static HostKind of(final String label)
    {
        return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst().orElse(null);
    }

    /** Returns the kind of the machine of a profile's workload. */
    public static HostKind ofProfile(final String profile)
    {
        return Stream.of(values()).filter(kind -> kind.profile.equals(profile)).findFirst().orElse(GICV5);
    }

    /** Returns the words of all kinds. */
    static List<String> labels()
    {
        return Stream.of(values()).map(HostKind::label).toList();
    }
}
