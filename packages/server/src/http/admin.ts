// The admin page's side of HTTP: showing the secret, and asking for verbs. Mounted only where a secret is set; else the paths do
// not exist. Requests are taken from the page of this very server, and from no other.
import { adminLogin } from '@touchline/shared/protocol';
import { type CookieOptions, json, type Request, type RequestHandler, type Response, Router } from 'express';
import { AdminSessions, SESSION_SECONDS } from '../admin/sessions.ts';
import { type Administered, AdminProblem, isAdminVerb, perform } from '../admin/verbs.ts';
import { RateLimit } from '../rate-limit.ts';
import { Problem } from './problem.ts';

const COOKIE = 'touchline-admin';
const MAX_BODY = 16_384;
/** Pages ask every other second; a script with a stolen cookie gets no more. */
const RATE = { burst: 60, refillMs: 100 };
/** Wrong secrets that are written down in the audit log: a flood of them shall not push the rest out. */
const NOTED = { burst: 20, refillMs: 60_000 };

export interface AdminDeps {
  readonly secret: string;
  readonly server: Administered;
  readonly budgetOf: (req: Request) => string;
  readonly originOf: (req: Request) => string | null;
}

export function adminApi({ secret, server, budgetOf, originOf }: AdminDeps): Router {
  const sessions = new AdminSessions(secret);
  const rate = new RateLimit(RATE);
  const noted = new RateLimit(NOTED);
  const router = Router();

  const limited: RequestHandler = (req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    const seconds = rate.take(budgetOf(req));
    if (seconds > 0) throw new Problem('too-many', 'Too often; try again in a moment.', { retryAfter: seconds });
    next();
  };

  /** Pages of other sites are refused before (`own-page.ts`); but a cookie is also sent by pages on other ports of this machine. */
  const fromOurPage: RequestHandler = (req, _res, next) => {
    const { origin } = req.headers;
    if (origin === undefined || origin.toLowerCase() !== originOf(req))
      throw new Problem('forbidden', 'This is asked from the admin page of this server only.', { where: 'origin' });
    next();
  };

  const signedIn: RequestHandler = (req, _res, next) => {
    if (!sessions.holds(tokenOf(req), performance.now()))
      throw new Problem('forbidden', 'Sign in first.', { where: 'session' });
    next();
  };

  const cookie = (req: Request): CookieOptions => ({
    ...{ httpOnly: true, sameSite: 'strict', path: '/api/admin' },
    secure: originOf(req)?.startsWith('https:') ?? false,
  });
  const note = (req: Request, what: string) => {
    server.audit.note({ via: 'page', by: budgetOf(req), auth: null, what, room: null, target: '', detail: '' });
  };

  router.use(limited);
  router.post(
    '/login',
    fromOurPage,
    json({ limit: MAX_BODY, type: 'application/json' }),
    (req: Request, res: Response) => {
      const parsed = adminLogin.safeParse(req.body);
      if (!parsed.success) throw new Problem('bad-request', 'A secret is needed.', { where: 'secret' });
      const login = sessions.login(parsed.data.secret, budgetOf(req), performance.now());
      if ('token' in login) {
        note(req, 'sign in');
        res.cookie(COOKIE, login.token, { ...cookie(req), maxAge: SESSION_SECONDS * 1000 });
        res.json({});
        return;
      }
      if (login.refused === 'locked') {
        const { seconds } = login;
        throw new Problem('too-many', `Too many wrong secrets. Wait ${seconds} s.`, { retryAfter: seconds });
      }
      if (noted.take('all') === 0) note(req, 'wrong admin secret');
      throw new Problem('forbidden', 'That is not the secret.', { where: 'secret' });
    },
  );
  router.post('/logout', fromOurPage, (req: Request, res: Response) => {
    sessions.logout(tokenOf(req));
    res.clearCookie(COOKIE, cookie(req));
    res.json({});
  });
  router.post(
    '/:verb',
    fromOurPage,
    signedIn,
    json({ limit: MAX_BODY, type: 'application/json' }),
    async (req: Request<{ verb: string }>, res: Response) => {
      const { verb } = req.params;
      if (!isAdminVerb(verb)) throw new Problem('not-found', `There is no ${verb}.`, { where: 'verb' });
      try {
        res.json(await perform(server, { via: 'page', by: budgetOf(req as Request) }, verb, req.body ?? {}));
      } catch (error) {
        if (error instanceof AdminProblem) throw new Problem(error.code, error.message);
        throw error;
      }
    },
  );
  return router;
}

function tokenOf(req: Pick<Request, 'headers'>): string {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=');
    if (name === COOKIE) return value;
  }
  return '';
}
