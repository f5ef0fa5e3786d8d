package org.gale.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Classes of the machine and its tools, read once for all tests of this package: it takes ten seconds. */
final class MainClasses
{
    static final JavaClasses ALL = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("-tests.jar"))     // support of the tests of other modules
        .importPackages("org.gale");

    private MainClasses()
    {
    }
}
