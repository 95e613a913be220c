/** Word lists for the letter checks: folded (lower case, no accents), English and Spanish. */
const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that carry no content. */
export const stopWords = list(`
  a about above after again all also am an and any are as at be because been before being below between both but by
  can could did do does doing down during each etc few for from further get had has have having he her here hers him
  his how i if im in into is it its itself just like may me might more most my myself no nor not now of off on once
  only or other our ours out over own per same she should so some such than that the their them then there these they
  this those through to too under until up upon us very via was we were what when where which while who whom why will
  with within without would you your yours
  al algo algun alguna ante antes asi aun aunque bajo bien cada como con contra cual cuando de del desde donde dos
  durante e el ella ellas ellos en entre era es esa ese eso esta estas este esto estos fue ha hacia han hasta hay la
  las le les lo los mas me mi mis muy ni no nos nosotros nuestra nuestro o otra otro para pero por porque que quien
  se sea segun ser si sin sobre son su sus tal tambien tan tanto te tener tiene todo todos tu tus u un una uno unos
  usted ustedes y ya yo
`);

/**
 * Words that every posting has, and the words of equal-opportunity notices: to miss them in a letter says nothing, and
 * nobody should be nudged to write about race, sex, disability or a record because the notice names them.
 */
export const postingBoilerplate = list(`
  ability able accommodation accommodations action affirmative age ancestry applicable applicant applicants application
  applications applied applies apply arrest background based basis benefit benefits candidate candidates check citizenship
  color company consideration considered conviction creed criminal day days description disabilities disability
  discrimination diverse diversity drug duties duty eeo employee employees employer employment encouraged equal
  equity essential ethnicity excellent experience expression federal following full gender genetic good group help
  hire hiring history hour hourly hours identity include includes including inclusion inclusive individuals information
  job jobs join law laws legally level local looking make marital medical military minimum month months must national
  need needed needs offer offers opening opportunities opportunity orientation origin paid part parental pay people
  perform person plus position positions posting pregnancy preferred protected provide provided provides qualification
  qualifications qualified race range rate reasonable receive record records regard related religion religious required
  requirement requirements requires responsibilities responsible role salary seeking sex sexual shall skills state
  states status strong team test time today type united use veteran veterans wage wages want week weekly weeks welcome
  well work worker workers working workplace year years
  anos ano aplicar beneficios buscamos candidato candidatos capacidad contratar descripcion dia dias discapacidad edad
  empleado empleados empleador empleo empresa equipo estado experiencia genero hora horas habilidades horario igualdad
  incluye mes meses minimo nacional ofrecemos oportunidad oportunidades orientacion origen persona personas pago puesto
  raza religion requerido requisito requisitos responsabilidades salario semana semanas sexo sexual solicitante
  solicitantes solicitar solicitud trabajador trabajadores trabajar trabajo vacante veterano
`);

/** Legal forms and little words at the end or in the middle of an employer's name. */
export const legalForms = list(
  'inc incorporated llc llp ltd limited corp corporation co company plc gmbh ag sa srl cv pllc lp',
);

/** First words that many employers share: alone they do not name one. */
export const commonNameStarts = list(`
  american city community county family first general global good great grupo hospital hotel international la national
  new north northwest northern our pacific saint san santa seattle service services south southern st state super the
  tienda union united university us usa washington west western east eastern
`);
