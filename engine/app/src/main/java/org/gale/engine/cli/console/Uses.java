package org.gale.engine.cli.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.gale.engine.config.FileUse;

/** Declares the use of the file or directory that an option or parameter names, see {@link FileArguments}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Uses
{
    /** Returns the use. */
    FileUse value();
}
