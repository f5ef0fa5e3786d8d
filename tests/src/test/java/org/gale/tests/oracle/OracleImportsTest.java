package org.gale.tests.oracle;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Tests that the oracle shares no class with what it judges. */
class OracleImportsTest
{
    @Test
    void shouldKnowNoClassOfTheRoomsThatItJudges()
    {
        noClasses().that().doNotHaveFullyQualifiedName(GaleStorm.class.getName())
            .should().dependOnClassesThat().resideInAnyPackage("org.gale.engine..", "org.gale.tables..",
                "org.gale.ringbuf..")
            .check(new ClassFileImporter().importPackagesOf(OracleImportsTest.class));
    }
}
