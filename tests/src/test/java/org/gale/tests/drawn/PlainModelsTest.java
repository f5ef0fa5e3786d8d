package org.gale.tests.drawn;

import java.util.List;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Tests that the models of drawn sessions share no class with the machine that they judge. */
class PlainModelsTest
{
    /** Models of the simulator: what a guest, a device and a user space know. */
    private static final List<String> SIMULATOR = List.of("ModelAccount", "ModelInterrupt", "ModelVcpu", "ModelVm",
        "DirectVcpu", "DirectVlpi", "DirectVm");

    @Test
    void shouldKnowNoClassOfTheMachineThatTheyJudge()
    {
        noClasses().that().resideInAPackage("org.gale.tests.drawn.plain..")
            .or().haveNameMatching("org[.]gale[.]tests[.]simulator[.](" + String.join("|", SIMULATOR) + ")([$].*)?")
            .should().dependOnClassesThat().resideInAnyPackage("org.gale.engine..", "org.gale.tables..",
                "org.gale.ringbuf..")
            .check(new ClassFileImporter().importPackages("org.gale.tests.drawn", "org.gale.tests.simulator"));
    }
}
